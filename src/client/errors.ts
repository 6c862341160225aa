/** What was refused, or could not be done. Nothing is lost by trying again with the same idempotency key. */
export class DurahookError extends Error {
  override name = 'DurahookError'
  /** A code of the API: of a user error (DATA_FAILS_SCHEMA) or of a GraphQL error (UNAUTHENTICATED); NETWORK: no answer came. */
  readonly code: string
  /** Which field is wrong: `events.0.data`; null: none alone. */
  readonly field: string | null
  /** All that is wrong with the input; empty unless it was refused for that. */
  readonly problems: readonly Problem[]
  /** To look up in the API's log; null: the API knows what is wrong. */
  readonly errorId: string | null
  /** Of CURSOR_EXPIRED and CURSOR_AHEAD: the cursor after which followLog can go on; null for other codes. */
  readonly resumeAfter: string | null

  constructor(
    code: string,
    message: string,
    more: {
      field?: string | null
      problems?: readonly Problem[]
      errorId?: string | null
      resumeAfter?: string | null
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: more.cause })
    this.code = code
    this.field = more.field ?? null
    this.problems = more.problems ?? []
    this.errorId = more.errorId ?? null
    this.resumeAfter = more.resumeAfter ?? null
  }
}

/** One thing that is wrong with an input. */
export interface Problem {
  code: string
  field: string | null
  message: string
}
