/** Every event type, also those that are added later. */
export const ALL_TYPES = '*'

/** Whether a webhook that asks for `chosen` receives events of this type: by its name, `invoice.*` or `*`. */
export const receives = (chosen: readonly string[], type: string): boolean =>
  chosen.includes(type) || chosen.some((pattern) => isPattern(pattern) && covers(pattern, type))

/** Whether it is `*` or `invoice.*`, not the name of a type. */
export const isPattern = (chosen: string): boolean => chosen.endsWith('*')

const covers = (pattern: string, type: string) => type.startsWith(pattern.slice(0, -1))

/** The patterns to offer: a prefix that several types have, such as `invoice.*`, and those that are chosen already. */
export function patternsOf(types: readonly string[], chosen: readonly string[]): string[] {
  const prefixes = types
    .filter((type) => type.includes('.'))
    .map((type) => `${type.slice(0, type.indexOf('.'))}.*`)
  const shared = prefixes.filter((prefix, index) => prefixes.indexOf(prefix) !== index)
  const own = chosen.filter((pattern) => isPattern(pattern) && pattern !== ALL_TYPES)
  return [...new Set([...shared, ...own])].sort()
}
