/**
 * The delay that the receiver's Retry-After header asks for, in milliseconds. Null if the header is missing or has no form
 * of RFC 9110 (section 10.2.3: seconds, or an HTTP date).
 */
export function retryAfterMs(
  headers: readonly (readonly [name: string, value: string])[],
  now: Date,
): number | null {
  const value = headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1].trim()
  if (value === undefined) return null
  if (/^\d+$/.test(value)) return Number(value) * 1000
  // The three date forms of RFC 9110, section 5.6.7. Date.parse accepts far more: "-5" would be a day in May 2001.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d\d:\d\d:\d\d( GMT| \d{4})?$/.test(value)) return null
  const date = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`)
  return Number.isNaN(date) ? null : Math.max(date - now.getTime(), 0)
}
