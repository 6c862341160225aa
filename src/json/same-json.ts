/**
 * Whether two JSON texts say the same: blanks, the order of keys, escapes and ways to write a number don't matter, and
 * numbers are compared as the decimal numbers they are, beyond what a double can hold. Both are valid JSON with no key
 * twice in an object.
 */
export function sameJson(one: string, other: string): boolean {
  return one === other || canonical(one) === canonical(other)
}

/** `JSON.rawJSON` and source texts of numbers: in Node since 21, not yet in TypeScript's library. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): object }

/** One text for all texts that say the same. */
const canonical = (text: string) => JSON.stringify(JSON.parse(text, canonicalValue))

function canonicalValue(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value === 'number') return rawJSON(canonicalNumber(context!.source!))
  // A null prototype: a number, which was written out above.
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

/** Not /0+$/, which begins anew at each zero. */
function withoutZerosBehind(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end -= 1
  return digits.slice(0, end)
}
