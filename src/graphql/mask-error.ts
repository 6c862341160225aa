import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import type { Logger } from 'pino'
import { ulid } from 'ulid'
import { unavailabilityOf, type Unavailability } from '../database/unavailability.ts'

/** Codes whose messages are meant for callers. The messages of all other errors are masked. */
export const PUBLIC_CODES = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'RATE_LIMITED',
  'UNAVAILABLE',
  'ANSWER_TOO_LARGE',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'OPERATION_RESOLUTION_FAILURE',
  'TOO_MANY_SUBSCRIPTIONS',
  'CURSOR_AHEAD',
  'CURSOR_EXPIRED',
  'LISTENER_ENDED',
])

/** What a caller gets of an error besides its code. */
const PUBLIC_EXTENSIONS: Record<string, readonly string[]> = {
  BAD_USER_INPUT: ['userErrors'],
  CURSOR_AHEAD: ['resumeAfter'],
  CURSOR_EXPIRED: ['resumeAfter', 'completeSince'],
  RATE_LIMITED: ['retryAfterSeconds'],
}

/** Must not promise that nothing was stored: if the connection breaks during a commit, the result is unknown. */
const TRY_AGAIN = 'Try again: an event is stored once for its idempotency key.'

const UNAVAILABLE: Record<Unavailability, string> = {
  'out of reach': `The database is out of reach. ${TRY_AGAIN}`,
  'out of resources': `The database is out of resources (disk, memory or connections). ${TRY_AGAIN}`,
  'read-only': `The database takes no writes just now, as after a failover. ${TRY_AGAIN}`,
  late: `The database did not answer in time. ${TRY_AGAIN} Where it happens again, ask for less: a shorter time, a smaller page.`,
  busy: `The database is busy. ${TRY_AGAIN}`,
}

/** The suggestion of names in the schema that graphql-js adds to the message of a validation error. */
const SUGGESTION = / ?Did you mean .+\?$/

/** The error that graphql-js adds, without a code, after many errors in variables. */
const TOO_MANY_ERRORS = 'Too many errors processing variables'

export type MaskError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError

/**
 * Decides what a caller sees of an error. Unexpected errors are logged under an id and the caller gets only the id, as
 * messages of databases and libraries can contain confidential data. In production no message suggests schema names.
 */
export function createMaskError(log: Logger, production: boolean): MaskError {
  return (formatted, error) => {
    const masked = maskError(formatted, error, log)
    return production ? { ...masked, message: masked.message.replace(SUGGESTION, '') } : masked
  }
}

function maskError(formatted: GraphQLFormattedError, error: unknown, log: Logger): GraphQLFormattedError {
  const original = error instanceof GraphQLError ? error.originalError : error
  const code = formatted.extensions?.code
  if (typeof code === 'string' && PUBLIC_CODES.has(code)) {
    return {
      message: formatted.message,
      ...(formatted.locations && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
      extensions: {
        code,
        ...Object.fromEntries(
          (PUBLIC_EXTENSIONS[code] ?? [])
            .filter((name) => name in formatted.extensions!)
            .map((name) => [name, formatted.extensions![name]]),
        ),
      },
    }
  }
  if (formatted.message.startsWith(TOO_MANY_ERRORS))
    return { message: formatted.message, extensions: { code: 'BAD_USER_INPUT' } }
  const path = formatted.path ? { path: formatted.path } : {}
  const errorId = ulid()
  const unavailability = unavailabilityOf(original)
  if (unavailability) {
    log.warn({ err: original, errorId, path: formatted.path }, `Postgres is ${unavailability}.`)
    return {
      ...path,
      message: UNAVAILABLE[unavailability],
      extensions: { code: 'UNAVAILABLE', errorId },
    }
  }
  log.error({ err: original ?? error, errorId, path: formatted.path }, 'unexpected error')
  return {
    ...path,
    message: `Something went wrong inside the server; its log has the details under ${errorId}.`,
    extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
  }
}
