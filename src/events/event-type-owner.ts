import { sql as fragment } from 'kysely'

/** Whose an event type is: an organization's id, or null for one that all organizations share. */
export type EventTypeOwner = string | null

/** The table with the owner's event types. */
export const tableOf = (owner: EventTypeOwner) =>
  fragment.table(owner === null ? 'shared_event_types' : 'event_types')

/** The condition for the owner's rows in that table. */
export const isOf = (owner: EventTypeOwner) =>
  owner === null ? fragment`true` : fragment`organization_id = ${owner}`
