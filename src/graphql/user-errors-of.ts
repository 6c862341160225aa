import { NotFound } from './errors.ts'
import { UserErrors } from '../words/user-errors.ts'
import type { UserError } from './generated/schema.ts'

/** SQLSTATE codes of Postgres when a concurrent request changed the data after the resolver had checked it. */
const UNIQUE_VIOLATION = '23505'
const FOREIGN_KEY_VIOLATION = '23503'

/** Converts an error that the caller can fix into `userErrors` of a mutation; null for any other error. */
export function userErrorsOf(error: unknown): UserError[] | null {
  if (error instanceof UserErrors) return error.userErrors
  if (error instanceof NotFound) return [{ code: 'NOT_FOUND', message: error.message, field: null }]
  if (!(error instanceof Error) || !('code' in error)) return null
  if (error.code === UNIQUE_VIOLATION)
    return [
      { code: 'ALREADY_EXISTS', message: 'It was made by somebody else at the same moment.', field: null },
    ]
  if (error.code !== FOREIGN_KEY_VIOLATION) return null
  return error.message.includes('update or delete on table')
    ? [{ code: 'IN_USE', message: 'It was put to use at the same moment. Look again.', field: null }]
    : [{ code: 'UNKNOWN_CHANNEL', message: 'The channel was deleted at the same moment.', field: null }]
}
