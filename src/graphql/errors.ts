import { GraphQLError } from 'graphql'
import type { UserErrors } from '../words/user-errors.ts'

/** Used for entities that don't exist and for those of others: the caller must not be able to tell the two apart. */
export class NotFound extends GraphQLError {
  constructor(what: string, id: string) {
    super(`There is no ${what} ${id}.`, { extensions: { code: 'NOT_FOUND' } })
  }
}

export function unauthenticated(): GraphQLError {
  return new GraphQLError(
    'Send an API key: "Authorization: Bearer dk_…". This one is missing, unknown, expired or revoked.',
    {
      extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
    },
  )
}

export function forbidden(scope: string): GraphQLError {
  return new GraphQLError(`The API key lacks the scope ${scope}.`, {
    extensions: { code: 'FORBIDDEN', http: { status: 403 } },
  })
}

export function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
}

/** As badInput, with what a mutation would give as its userErrors. */
export function refusedInput({ message, userErrors }: UserErrors): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', userErrors } })
}

export function listenerEnded(): GraphQLError {
  return new GraphQLError(
    'The listener was opened again elsewhere under this name, or was deleted. Nothing more comes here.',
    { extensions: { code: 'LISTENER_ENDED' } },
  )
}

/** As badInput, but found before anything was executed, so the HTTP status is 400. */
export function badRequestInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } })
}

/** The answer would have too many characters; the message says what to ask for instead. */
export const answerTooLarge = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'ANSWER_TOO_LARGE' } })

/** `resumeAfter`: the cursor after which everything comes that was logged since the log was restored. */
export function cursorAhead(resumeAfter: string, log = 'delivery log'): GraphQLError {
  return new GraphQLError(
    `"after" is ahead of the ${log}: the log was restored to an earlier time, or the cursor is not of this server. Nothing comes after it. Resume after "${resumeAfter}" (extensions.resumeAfter) for what was logged since, or after "" for everything.`,
    { extensions: { code: 'CURSOR_AHEAD', resumeAfter } },
  )
}

/** `resumeAfter`: the cursor after which the log is complete, which is so since `completeSince`. */
export function cursorExpired(
  resumeAfter: string,
  completeSince: Date | null,
  log = 'delivery log',
): GraphQLError {
  return new GraphQLError(
    `Entries of the ${log} after "after" are no longer kept: the log is complete${completeSince ? ` since ${completeSince.toISOString()}` : ' from a later entry on'}. Resume after "${resumeAfter}" (extensions.resumeAfter), and compare what is older by other means.`,
    {
      extensions: {
        code: 'CURSOR_EXPIRED',
        resumeAfter,
        completeSince: completeSince?.toISOString() ?? null,
      },
    },
  )
}

export function unavailable(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAVAILABLE' } })
}

/** The caller has exceeded a limit and can retry after `retryAfterSeconds`. */
export function rateLimited(message: string, retryAfterSeconds: number): GraphQLError {
  return new GraphQLError(message, {
    extensions: {
      code: 'RATE_LIMITED',
      retryAfterSeconds,
      http: { status: 429, headers: new Map([['retry-after', String(retryAfterSeconds)]]) },
    },
  })
}

/** Workers are too far behind with the organization's deliveries. */
export function publishingLimited(retryAfterSeconds: number): GraphQLError {
  return rateLimited(
    `Deliveries of this organization are started more slowly than it publishes. Nothing was stored; try again in ${retryAfterSeconds} s.`,
    retryAfterSeconds,
  )
}

/** The organization has used up its processor time for schema checks in this minute, or the machine is overloaded. */
export function schemasLimited(retryAfterSeconds: number): GraphQLError {
  return rateLimited(
    `There is no more time to check this organization's data against its schemas for now. Nothing was stored; try again in ${retryAfterSeconds} s.`,
    retryAfterSeconds,
  )
}
