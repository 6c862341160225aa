import { isEventTypeName } from './check-event-type.ts'

/** What a webhook may ask for besides single types: `*`, every type, and `invoice.*`, every type that begins with `invoice.`. */
export const isPattern = (asked: string): boolean =>
  asked === '*' || (asked.endsWith('.*') && isEventTypeName(asked.slice(0, -2)))
