/** What can go wrong while the local stack starts. A closed set, so that `main` and tests can tell cases apart. */
export type StackErrorCode =
  | 'PART_FAILED'
  | 'CHILD_NOT_STARTED'
  | 'CHILD_ENDED'
  | 'NOT_READY'
  | 'PORT_TAKEN'
  | 'FOLDER_IN_USE'
  | 'TEMPORAL_MISSING'
  | 'POSTGRES_BINARIES_MISSING'
  | 'POSTGRES_ACCOUNT'
  | 'POSTGRES_FOLDER_UNREACHABLE'
  | 'POSTGRES_INIT_FAILED'
  | 'POSTGRES_DATA_VERSION'
  | 'POSTGRES_PASSWORD'

/** A failure of the local stack. The message is for the person at the terminal and says what to do. */
export class StackError extends Error {
  override readonly name = 'StackError'
  readonly code: StackErrorCode

  constructor(code: StackErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
