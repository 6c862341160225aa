import { isEventTypeName } from './check-event-type.ts'

/** What a webhook may ask for besides single types: `*`, every type, and `invoice.*`, every type that begins with `invoice.`. */
export const isPattern = (asked: string): boolean =>
  asked === '*' || (asked.endsWith('.*') && isEventTypeName(asked.slice(0, -2)))

/**
 * All that a webhook may ask for to get events of this type. The same as `event_type_patterns` in Postgres, which would be a fifth of
 * what publishing costs there.
 */
export function patternsOf(type: string): string[] {
  const words = type.split('.')
  return [type, '*', ...words.slice(1).map((_, index) => `${words.slice(0, index + 1).join('.')}.*`)]
}
