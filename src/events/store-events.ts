import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { createBatching } from '../database/batching.ts'
import type { Database } from '../database/database.ts'
import type { Event } from './event.ts'
import { sql } from '../database/sql.ts'
import { patternsOf } from './event-type-patterns.ts'
import { newId } from '../ids.ts'
import { sameJson } from '../json/same-json.ts'
import { eventWords } from '../search/event-words.ts'

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
  /** Number of deliveries that were stored with it. */
  deliveries: number
}

export type StoredEvent = Pick<
  Event,
  keyof AcceptedEvent | 'id' | 'organizationId' | 'test' | 'createdAt' | 'erasedAt'
>

/** An event on its way into the tables. */
interface NewEvent extends AcceptedEvent, Pick<Event, 'id' | 'organizationId'> {
  /** Its words for the search; null if it is not indexed. */
  words: string[] | null
  /** The span in which it is published; null if that is not traced. */
  traceparent: string | null
}

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
 * idempotency key gives one event, even if it is published several times at once. Calls of the same moment go together, of
 * whatever organization: `database` has INDEX_PLANNING. `isIndexed`: whether the search is to find their data by an index.
 * `traceparent`: the span in which they are published.
 */
export async function storeEvents(
  database: Database,
  organizationId: string,
  accepted: readonly AcceptedEvent[],
  isIndexed = false,
  traceparent: string | null = null,
): Promise<PublishResult> {
  if (accepted.length === 0) return { kind: 'published', events: [] }
  const events = accepted.map((event) => ({
    ...event,
    id: newId.event(),
    organizationId,
    words: isIndexed ? eventWords(organizationId, event.data) : null,
    traceparent,
  }))
  // If no event's key can make the others fail, nothing has to be taken back.
  const independent = events.length === 1 || events.every(({ idempotencyKey }) => idempotencyKey === null)
  const store = independent
    ? storeIndependent(database, events)
    : database.em.fork().transactional((em) => storeAllOrNone(em, events))
  try {
    return { kind: 'published', events: await store }
  } catch (error) {
    if (error instanceof KeyReused) return { kind: 'key-reused', index: error.index, eventId: error.eventId }
    throw error
  }
}

/** Events of one publish above which it does not go together with others, and characters of their data. */
const LARGE = { events: 10, characters: 32_768 }

const storeIndependent = createBatching<Database, readonly NewEvent[], PublishedEvent[]>({
  name: 'publish',
  maximumItems: 50,
  isLarge: (events) =>
    events.length > LARGE.events || events.reduce((sum, { data }) => sum + data.length, 0) > LARGE.characters,
  async run(database, publishes) {
    const published = await storeTogether(database, publishes.flat())
    let at = 0
    return publishes.map(({ length }) => {
      const own = published.slice(at, (at += length))
      const wrong = own.find((each) => each instanceof KeyReused)
      return wrong ?? (own as PublishedEvent[])
    })
  },
})

/** Throws KeyReused if an event's idempotency key belongs to an event with other content. */
async function storeAllOrNone(em: SqlEntityManager, events: readonly NewEvent[]): Promise<PublishedEvent[]> {
  return (await storeTogether(em, events)).map((published, index) => {
    if (published instanceof KeyReused) throw new KeyReused(index, published.eventId)
    return published
  })
}

/** In the order of the events: what is stored for each, or that its key belongs to an event with other content. */
async function storeTogether(
  on: Database | SqlEntityManager,
  events: readonly NewEvent[],
): Promise<(PublishedEvent | KeyReused)[]> {
  const inserted = await insertEvents(on, events)
  const keyed = events.filter(({ id }) => !inserted.has(id))
  const known = await eventsByKey(on, keyed)
  const stale = keyed.filter((event) => !known.has(keyOf(event)))
  if (stale.length > 0) {
    // Their keys outlived the events, which are not kept any more.
    await deleteStaleKeys(on, stale)
    const stored = new Map(stale.map(({ id }, index) => [id, index]))
    const again = await storeTogether(on, stale)
    return events.map((event) => (stored.has(event.id) ? again[stored.get(event.id)!]! : result(event)))
  }
  return events.map(result)

  function result(event: NewEvent): PublishedEvent | KeyReused {
    const row = inserted.get(event.id)
    if (row) {
      const { deliveries, ...times } = row
      const { words: _, traceparent: __, ...stored } = event
      return { event: { ...stored, ...times, test: false, erasedAt: null }, duplicate: false, deliveries }
    }
    const first = known.get(keyOf(event))!
    return sameContent(event, first)
      ? { event: first, duplicate: true, deliveries: 0 }
      : new KeyReused(0, first.id)
  }
}

/**
 * Stores the events whose idempotency key is new, each with its deliveries, and returns them. If another open transaction
 * stores the same key, it waits for that. The ids of the deliveries are numbered in the order of the events.
 */
async function insertEvents(
  on: Database | SqlEntityManager,
  events: readonly NewEvent[],
): Promise<Map<string, InsertedEvent>> {
  const input = events.map((event, position) => ({ ...event, position, patterns: patternsOf(event.type) }))
  // An event, or how many deliveries one has.
  const rows = await sql<InsertedEvent>(on)`
    with input as materialized (
      select * from json_to_recordset(${JSON.stringify(input)}) as e(position int, id text, "organizationId" text, type text,
        "occurredAt" timestamptz, data text, channels text[], "idempotencyKey" text, words text[], patterns text[], traceparent text)
    ), keyed as (
      insert into idempotency_keys (organization_id, key, event_id)
      select "organizationId", "idempotencyKey", id from input where "idempotencyKey" is not null
      -- The same order everywhere, so that two statements with the same keys can't deadlock.
      order by "organizationId", "idempotencyKey"
      on conflict (organization_id, key) do nothing
      returning event_id
    ), inserted as (
      insert into events (id, organization_id, type, occurred_at, data, channels, idempotency_key, test, search_words)
      select id, "organizationId", type, coalesce("occurredAt", now()), data, channels, "idempotencyKey", false,
        array_to_tsvector(words)
      from input where "idempotencyKey" is null or id = any (array(select event_id from keyed))
      returning id, occurred_at, created_at
    ), matching as (
      select w.id as webhook_id, i.id as event_id, i."organizationId", i.type, i.traceparent,
        row_number() over (order by i.position, w.id)::int - 1 as n
      -- Lateral, so that webhooks are looked up by organization, whatever the statistics say.
      from input i cross join lateral (
        select id from webhooks where organization_id = i."organizationId" and deleted_at is null and status <> 'DISABLED'
          and operational is null and i.patterns && event_types
          and (channel_id is null or cardinality(i.channels) = 0 or channel_id = any (i.channels)) offset 0) w
      where i.id = any (array(select id from inserted))
    ), delivered as (
      insert into deliveries (id, organization_id, webhook_id, event_id, event_type, test, status, decision, trigger, traceparent)
      select ${newId.deliveries()} || substr(${BASE32}, (n >> 15 & 31) + 1, 1) || substr(${BASE32}, (n >> 10 & 31) + 1, 1)
          || substr(${BASE32}, (n >> 5 & 31) + 1, 1) || substr(${BASE32}, (n & 31) + 1, 1),
        "organizationId", webhook_id, event_id, type, false, 'PENDING', '', 'AUTOMATIC', traceparent
      from matching
    )
    select id, occurred_at as "occurredAt", created_at as "createdAt", 0 as deliveries from inserted
    union all
    select event_id, null, null, count(*)::int from matching group by event_id`
  const inserted = new Map(rows.filter(({ createdAt }) => createdAt).map((row) => [row.id, row]))
  for (const { id, createdAt, deliveries } of rows) if (!createdAt) inserted.get(id)!.deliveries = deliveries
  return inserted
}

interface InsertedEvent {
  id: string
  occurredAt: Date
  createdAt: Date
  deliveries: number
}

/** The digits of a ULID. */
const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Stores a test event with one delivery, to the given webhook. Returns the delivery's id. */
export async function publishTestEvent(
  database: Database,
  webhook: { id: string; organizationId: string; channelId: string | null },
  event: { type: string; data: string },
  isIndexed = false,
): Promise<string> {
  const { organizationId } = webhook
  const channels = webhook.channelId === null ? [] : [webhook.channelId]
  const id = newId.delivery()
  const words = isIndexed ? eventWords(organizationId, event.data) : null
  await sql(database)`
    with event as (
      insert into events (id, organization_id, type, occurred_at, data, channels, idempotency_key, test, search_words)
      values (${newId.event()}, ${organizationId}, ${event.type}, now(), ${event.data}, ${channels}, null, true,
        array_to_tsvector(${words}::text[]))
      returning id
    )
    insert into deliveries (id, organization_id, webhook_id, event_id, event_type, test, status, decision, trigger)
    select ${id}, ${organizationId}, ${webhook.id}, id, ${event.type}, true, 'PENDING', '', 'TEST'
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
  const keyed = events.flatMap((event) =>
    event.idempotencyKey === null ? [] : [{ ...event, organizationId }],
  )
  const stored = await eventsByKey(database, keyed)
  return events.map((event) => {
    const first = stored.get(keyOf({ ...event, organizationId }))
    return first ? { event: first, same: sameContent(event, first) } : null
  })
}

type Keyed = Pick<NewEvent, 'organizationId' | 'idempotencyKey'>

const keyOf = ({ organizationId, idempotencyKey }: Keyed) => `${organizationId}\n${idempotencyKey}`

/** Deletes the idempotency keys of these events, if they are of events that don't exist. */
async function deleteStaleKeys(on: Database | SqlEntityManager, events: readonly Keyed[]): Promise<void> {
  await sql(on)`
    delete from idempotency_keys k
    using unnest(${events.map((event) => event.organizationId)}::text[],
      ${events.map((event) => event.idempotencyKey)}::text[]) as stale(organization_id, key)
    where k.organization_id = stale.organization_id and k.key = stale.key
      and not exists (select from known_events where id = k.event_id)`
}

/** The stored events with these events' idempotency keys, by keyOf. */
async function eventsByKey(
  on: Database | SqlEntityManager,
  events: readonly Keyed[],
): Promise<Map<string, StoredEvent>> {
  if (events.length === 0) return new Map()
  const rows = await sql<StoredEvent>(on)`
    select e.id, e.organization_id as "organizationId", e.idempotency_key as "idempotencyKey", e.type,
      e.occurred_at as "occurredAt", e.data, e.channels, e.test, e.created_at as "createdAt",
      e.erased_at as "erasedAt"
    from unnest(${events.map((event) => event.organizationId)}::text[],
        ${events.map((event) => event.idempotencyKey)}::text[]) as asked(organization_id, idempotency_key)
      cross join lateral (select event_id from idempotency_keys
        where organization_id = asked.organization_id and key = asked.idempotency_key offset 0) k
      cross join lateral (select * from known_events where id = k.event_id offset 0) e`
  return new Map(rows.map((row) => [keyOf(row), row]))
}

/** Whether two events have the same content: the same JSON values in any notation, and the same time if one is given. */
function sameContent(event: AcceptedEvent, stored: StoredEvent): boolean {
  return (
    event.type === stored.type &&
    (event.occurredAt === null || event.occurredAt.getTime() === stored.occurredAt.getTime()) &&
    [...event.channels].sort().join('\n') === [...stored.channels].sort().join('\n') &&
    // Of an event whose payload is deleted nothing else is left to compare.
    (stored.data === null || sameJson(event.data, stored.data))
  )
}
