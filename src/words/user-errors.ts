import type { UserErrorCode } from './enums.ts'

/** Something a caller asked for that can't be done, and that it can mend. */
export interface UserError {
  code: UserErrorCode
  /** What is wrong, and what to do. */
  message: string
  /** Path of the input field, `['input', 'url']`; null: it is about no field. */
  field: string[] | null
}

/** Thrown for what the caller can mend; becomes the `userErrors` of the mutation's payload. */
export class UserErrors extends Error {
  readonly userErrors: UserError[]
  constructor(userErrors: UserError[]) {
    super(userErrors.map(({ message }) => message).join(' '))
    this.userErrors = userErrors
  }
}

/** One user error, to throw. `field`: dotted path of the input field, `input.url`. */
export function userError(code: UserErrorCode, message: string, field?: string): UserErrors {
  return new UserErrors([problem(code, message, field)])
}

/** The same, to throw together with others. */
export function problem(code: UserErrorCode, message: string, field?: string): UserError {
  return { code, message, field: field?.split('.') ?? null }
}
