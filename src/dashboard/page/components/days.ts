/** Days for people: `30 days`, `1 day`, `12 hours`, `5 minutes`. */
export function formatDays(days: number): string {
  if (days >= 1) return counted(days, 'day')
  const hours = days * 24
  return hours >= 1 ? counted(hours, 'hour') : counted(hours * 60, 'minute')
}

function counted(value: number, noun: string): string {
  const rounded = Math.round(value * 10) / 10
  return `${rounded.toLocaleString()} ${noun}${rounded === 1 ? '' : 's'}`
}
