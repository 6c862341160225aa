import { userError } from './user-errors.ts'

/** Trims a display name. Throws INVALID unless it has 1 to 200 characters. */
export function checkName(name: string): string {
  const trimmed = name.trim()
  if (trimmed.length >= 1 && trimmed.length <= 200) return trimmed
  throw userError('INVALID', 'A name has 1 to 200 characters.', 'input.name')
}

/** Checks an id that the product has chosen. Throws INVALID. */
export function checkId(id: string): string {
  if (/^[\w-]{1,64}$/.test(id)) return id
  throw userError('INVALID', 'An id has 1 to 64 characters of A-Z a-z 0-9 _ and -.', 'input.id')
}
