/**
 * Whether two JSON texts have the same value. Blanks, the order of keys, escapes and the notation of numbers don't matter.
 * Numbers are compared exactly, beyond the precision of a double. Both texts must be valid JSON without duplicate keys.
 */
export function sameJson(one: string, other: string): boolean {
  return one === other || canonical(one) === canonical(other)
}

/** `JSON.rawJSON` and the source text of numbers are in Node since 21, but not yet in TypeScript's library. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): object }

/** The same text for all texts with the same value. */
const canonical = (text: string) => JSON.stringify(JSON.parse(text, canonicalValue))

function canonicalValue(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value === 'number') return rawJSON(canonicalNumber(context!.source!))
  // An object without a prototype is a number that was converted above.
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.getPrototypeOf(value))
    return value
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(members)
}

/** `<digits>e<exponent>`, the digits without zeros at either end: 10, 1e1 and 10.00 are `1e1`. */
function canonicalNumber(source: string): string {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(
    source,
  )!
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const significant = withoutZerosBehind(digits)
  if (significant === '') return '0'
  const shift = digits.length - significant.length - fraction.length
  return `${sign}${significant}e${BigInt(exponent.replace('+', '')) + BigInt(shift)}`
}

/** Not /0+$/: it starts again at each zero, which takes quadratic time. */
function withoutZerosBehind(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end -= 1
  return digits.slice(0, end)
}
