import type { UserErrorCode } from './enums.ts'

/** An error in a request that the caller can fix. */
export interface UserError {
  code: UserErrorCode
  /** What is wrong, and what to do. */
  message: string
  /** Path of the input field, `['input', 'url']`; null if it concerns no field. */
  field: string[] | null
}

/** Thrown for errors that the caller can fix. They become the `userErrors` of the mutation's payload. */
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

/** One user error, to throw together with others in UserErrors. */
export function problem(code: UserErrorCode, message: string, field?: string): UserError {
  return { code, message, field: field?.split('.') ?? null }
}
