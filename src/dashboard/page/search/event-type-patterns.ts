/** Whether a webhook asks for every type, or for all with a prefix, by this: `*`, `invoice.*`. */
export const isPattern = (asked: string): boolean => asked.endsWith('*')

/** Whether a webhook that asks for these receives events of a type. */
export const receives = (asked: readonly string[], type: string): boolean =>
  asked.some((one) => one === type || (isPattern(one) && type.startsWith(one.slice(0, -1))))
