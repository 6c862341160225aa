/** Days for people: `30 days`, `1 day`, `12 hours`, `5 minutes`. */
export function formatDays(days: number): string {
  if (days >= 1) return counted(days, 'day')
  const hours = days * 24
  return hours >= 1 ? counted(hours, 'hour') : counted(hours * 60, 'minute')
}

/** How long something has lasted, in milliseconds, for people: `3 days`, `2 hours`, `5 minutes`. */
export function formatLasted(ms: number): string {
  const hours = Math.floor(ms / 3_600_000)
  if (hours >= 96) return counted(Math.floor(hours / 24), 'day')
  return hours >= 1 ? counted(hours, 'hour') : counted(Math.max(0, Math.floor(ms / 60_000)), 'minute')
}

/** `1 day`, `2 days`. */
export function counted(value: number, noun: string): string {
  const rounded = Math.round(value * 10) / 10
  return `${rounded.toLocaleString()} ${rounded === 1 ? noun : `${noun}s`}`
}
