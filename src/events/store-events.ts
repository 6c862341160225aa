import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import type { Event } from './event.ts'
import { sql } from '../database/sql.ts'
import { newId } from '../ids.ts'
import { sameJson } from '../json/same-json.ts'

/** An event that passed every check. */
export interface AcceptedEvent {
  type: string
  /** Null for the time of publishing. */
  occurredAt: Date | null
  /** JSON text, stored and sent unchanged. */
  data: string
  /** Empty for an event of all channels. */
  channels: string[]
  idempotencyKey: string | null
}

export type PublishResult =
  /** `events` are in the given order. */
  | { kind: 'published'; events: PublishedEvent[] }
  /** The idempotency key of the event at `index` belongs to an event with other content. Nothing was stored. */
  | { kind: 'key-reused'; index: number; eventId: string }

/** `duplicate`: the event was stored before, with the same idempotency key. */
export interface PublishedEvent {
  event: StoredEvent
  duplicate: boolean
}

export type StoredEvent = AcceptedEvent &
  Pick<Event, 'id' | 'organizationId' | 'occurredAt' | 'test' | 'createdAt'>

/** Thrown inside the transaction to roll it back. */
class KeyReused extends Error {
  readonly index: number
  readonly eventId: string
  constructor(index: number, eventId: string) {
    super('idempotency key reused')
    this.index = index
    this.eventId = eventId
  }
}

/**
 * Stores events, with one delivery of each for every matching webhook, all or none. They are durable when it resolves. One
 * idempotency key gives one event, even if it is published several times at once.
 */
export async function storeEvents(
  database: Database,
  organizationId: string,
  accepted: readonly AcceptedEvent[],
): Promise<PublishResult> {
  if (accepted.length === 0) return { kind: 'published', events: [] }
  const events = accepted.map((event) => ({ ...event, id: newId.event() }))
  // If no event's key can make the others fail, one statement is the whole transaction.
  const independent = events.length === 1 || events.every(({ idempotencyKey }) => idempotencyKey === null)
  if (independent) return asResult(() => storeTogether(database, organizationId, events))
  return asResult(() => database.em.fork().transactional((em) => storeTogether(em, organizationId, events)))
}

async function asResult(store: () => Promise<PublishedEvent[]>): Promise<PublishResult> {
  try {
    return { kind: 'published', events: await store() }
  } catch (error) {
    if (error instanceof KeyReused) return { kind: 'key-reused', index: error.index, eventId: error.eventId }
    throw error
  }
}

/** Throws KeyReused if an event's idempotency key belongs to an event with other content. */
async function storeTogether(
  on: Database | SqlEntityManager,
  organizationId: string,
  events: readonly (AcceptedEvent & { id: string })[],
): Promise<PublishedEvent[]> {
  const inserted = new Map((await insertEvents(on, organizationId, events)).map((event) => [event.id, event]))
  const known = await eventsByKey(
    on,
    organizationId,
    events.filter(({ id }) => !inserted.has(id)),
  )
  return events.map((event, index) => {
    const times = inserted.get(event.id)
    if (times) return { event: { ...event, ...times, organizationId, test: false }, duplicate: false }
    const first = known.get(event.idempotencyKey!)!
    if (!sameContent(event, first)) throw new KeyReused(index, first.id)
    return { event: first, duplicate: true }
  })
}

/**
 * Stores the events whose idempotency key is new, each with its deliveries, and returns them. If another open transaction
 * stores the same key, it waits for that. The ids of the deliveries are numbered in the order of the events.
 */
function insertEvents(
  on: Database | SqlEntityManager,
  organizationId: string,
  events: readonly (AcceptedEvent & { id: string })[],
): Promise<{ id: string; occurredAt: Date; createdAt: Date }[]> {
  const input = events.map((event, position) => ({ ...event, position }))
  return sql<{ id: string; occurredAt: Date; createdAt: Date }>(on)`
    with input as materialized (
      select * from json_to_recordset(${JSON.stringify(input)}) as e(position int, id text, type text,
        "occurredAt" timestamptz, data text, channels text[], "idempotencyKey" text)
    ), inserted as (
      insert into events (id, organization_id, type, occurred_at, data, channels, idempotency_key, test)
      select id, ${organizationId}, type, coalesce("occurredAt", now()), data, channels, "idempotencyKey", false
      from input
      order by "idempotencyKey" -- the same order everywhere, so that two batches with the same keys can't deadlock
      on conflict (organization_id, idempotency_key) where idempotency_key is not null do nothing
      returning id, occurred_at, created_at
    ), matching as (
      select w.id as webhook_id, i.id as event_id, row_number() over (order by i.position, w.id)::int - 1 as n
      from inserted join input i on i.id = inserted.id
        join webhooks w on w.organization_id = ${organizationId} and w.deleted_at is null and w.status <> 'DISABLED'
          and i.type = any(w.event_types)
          and (w.channel_id is null or cardinality(i.channels) = 0 or w.channel_id = any(i.channels))
    ), delivered as (
      insert into deliveries (id, organization_id, webhook_id, event_id, status, decision, trigger)
      select ${newId.deliveries()} || substr(${BASE32}, (n >> 15 & 31) + 1, 1) || substr(${BASE32}, (n >> 10 & 31) + 1, 1)
          || substr(${BASE32}, (n >> 5 & 31) + 1, 1) || substr(${BASE32}, (n & 31) + 1, 1),
        ${organizationId}, webhook_id, event_id, 'PENDING', '', 'AUTOMATIC'
      from matching
    )
    select id, occurred_at as "occurredAt", created_at as "createdAt" from inserted`
}

/** The digits of a ULID. */
const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Stores a test event with one delivery, to the given webhook. Returns the delivery's id. */
export async function publishTestEvent(
  database: Database,
  webhook: { id: string; organizationId: string; channelId: string | null },
  event: { type: string; data: string },
): Promise<string> {
  const { organizationId } = webhook
  const channels = webhook.channelId === null ? [] : [webhook.channelId]
  const id = newId.delivery()
  await sql(database)`
    with event as (
      insert into events (id, organization_id, type, occurred_at, data, channels, idempotency_key, test)
      values (${newId.event()}, ${organizationId}, ${event.type}, now(), ${event.data}, ${channels}, null, true)
      returning id
    )
    insert into deliveries (id, organization_id, webhook_id, event_id, status, decision, trigger)
    select ${id}, ${organizationId}, ${webhook.id}, id, 'PENDING', '', 'TEST'
    from event`
  return id
}

/** The stored event with an event's idempotency key. `same`: whether both have the same content. */
export interface KeyMatch {
  event: StoredEvent
  same: boolean
}

/**
 * For each of these events, in their order, the stored event with its idempotency key, or null. Used for events that would be
 * refused today: a key keeps its event for ever, even if the event's type was changed since.
 */
export async function findKeyMatches(
  database: Database,
  organizationId: string,
  events: readonly AcceptedEvent[],
): Promise<(KeyMatch | null)[]> {
  const keyed = events.filter(({ idempotencyKey }) => idempotencyKey !== null)
  const stored = await eventsByKey(database, organizationId, keyed)
  return events.map((event) => {
    const first = event.idempotencyKey === null ? undefined : stored.get(event.idempotencyKey)
    return first ? { event: first, same: sameContent(event, first) } : null
  })
}

async function eventsByKey(
  on: Database | SqlEntityManager,
  organizationId: string,
  events: readonly AcceptedEvent[],
): Promise<Map<string, StoredEvent>> {
  if (events.length === 0) return new Map()
  const rows = await sql<StoredEvent & { idempotencyKey: string }>(on)`
    select id, organization_id as "organizationId", idempotency_key as "idempotencyKey", type,
      occurred_at as "occurredAt", data, channels, test, created_at as "createdAt" from events
    where organization_id = ${organizationId} and idempotency_key = any(${events.map((event) => event.idempotencyKey)})`
  return new Map(rows.map((row) => [row.idempotencyKey, row]))
}

/** Whether two events have the same content: the same JSON values in any notation, and the same time if one is given. */
function sameContent(event: AcceptedEvent, stored: StoredEvent): boolean {
  return (
    event.type === stored.type &&
    (event.occurredAt === null || event.occurredAt.getTime() === stored.occurredAt.getTime()) &&
    [...event.channels].sort().join('\n') === [...stored.channels].sort().join('\n') &&
    sameJson(event.data, stored.data)
  )
}
