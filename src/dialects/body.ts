/** A string as JSON text. */
export function text(value: string): string {
  return JSON.stringify(value)
}

/**
 * A JSON object of members whose values are JSON text already, which is copied unchanged. A published event's data is
 * never parsed and written again: that would change the order of keys, 1.0 and numbers above 2^53.
 */
export function objectText(members: readonly (readonly [name: string, json: string])[]): string {
  return `{${members.map(([name, json]) => `${text(name)}:${json}`).join(',')}}`
}

/** ISO 8601 in UTC with whole seconds, the fraction cut off: `2026-04-26T19:42:11Z`. */
export function isoSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** ISO 8601 in UTC, with milliseconds unless they are zero. */
export function isoMilliseconds(time: Date): string {
  return time.toISOString().replace(/\.000Z$/, 'Z')
}
