import { GraphQLError } from 'graphql'

/** What is not there, and what is not the caller's: the two must look the same. */
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

/** The same, found before anything was executed. */
export function badRequestInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } })
}

/** `resumeAfter`: the cursor that misses nothing of what was logged since the log went back. */
export function cursorAhead(resumeAfter: string): GraphQLError {
  return new GraphQLError(
    `"after" is ahead of the delivery log: the log was restored to an earlier time, or the cursor is not of this server. Nothing comes after it. Resume after "${resumeAfter}" (extensions.resumeAfter) for what was logged since, or after "" for everything.`,
    { extensions: { code: 'CURSOR_AHEAD', resumeAfter } },
  )
}

export function unavailable(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAVAILABLE' } })
}

/** Asked for too much of something: trying again works after so long. */
export function rateLimited(message: string, retryAfterSeconds: number): GraphQLError {
  return new GraphQLError(message, {
    extensions: {
      code: 'RATE_LIMITED',
      retryAfterSeconds,
      http: { status: 429, headers: new Map([['retry-after', String(retryAfterSeconds)]]) },
    },
  })
}

/** The organization's schemas have had their processor time of this minute, or the machine had none to give. */
export function schemasLimited(retryAfterSeconds: number): GraphQLError {
  return rateLimited(
    `There is no more time to check this organization's data against its schemas for now. Nothing was stored; try again in ${retryAfterSeconds} s.`,
    retryAfterSeconds,
  )
}
