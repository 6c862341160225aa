import type { Dialects } from '../dialects/registry.ts'
import { userError } from '../words/user-errors.ts'

/** The name of a dialect. Throws UNKNOWN_DIALECT. */
export function checkDialect(dialects: Dialects, name: string): string {
  if (dialects.get(name)) return name
  const known = dialects.all.map((dialect) => dialect.name).join(', ')
  throw userError('UNKNOWN_DIALECT', `There is no dialect "${name}". Known are ${known}.`, 'input.dialect')
}
