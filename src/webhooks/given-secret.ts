import type { Dialect, Secret } from '../dialects/dialect.ts'
import type { SecretKind } from '../words/enums.ts'
import { userError } from '../words/user-errors.ts'

/** A secret that a caller brings from another system. Throws SECRET_INVALID. */
export function readGivenSecret(
  dialect: Dialect,
  secret: string,
  field: string,
): { secret: Secret; kind: SecretKind } {
  const read = dialect.readSecret(secret)
  if ('kind' in read) return { secret, kind: read.kind }
  throw userError('SECRET_INVALID', read.problem, field)
}
