import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Trigger } from '../contracts.ts'
import { newId } from '../ids.ts'

/** An event that passed every check. */
export interface AcceptedEvent {
  type: string
  /** Null: now. */
  occurredAt: Date | null
  /** JSON text, stored and sent as it is. */
  data: string
  /** Empty: concerns all channels. */
  channels: string[]
  idempotencyKey: string | null
}

export type PublishResult =
  /** `ids` in the order given; `duplicate` where the key had given the event before. */
  | { kind: 'published'; events: { id: string; duplicate: boolean }[] }
  /** The event at `index` has the key of another event with other content. Nothing was stored. */
  | { kind: 'key-reused'; index: number; eventId: string }

interface StoredEvent {
  id: string
  idempotencyKey: string
  type: string
  occurredAt: Date
  data: string
  channels: string[]
}

/** Thrown inside the transaction to undo it. */
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
 * Stores events and one delivery for each webhook that asked for them, all or none, in one transaction. When it resolves
 * they can't be lost. One key gives one event, whoever asks and however many ask at once.
 */
export async function publishEvents(
  database: Database,
  organizationId: string,
  accepted: readonly AcceptedEvent[],
): Promise<PublishResult> {
  const events = accepted.map((event) => ({ ...event, id: newId.event() }))
  try {
    return await database.em.fork().transactional(async (em) => {
      const inserted = new Set(await insertEvents(em, organizationId, events, false))
      await insertDeliveries(
        em,
        organizationId,
        events.filter(({ id }) => inserted.has(id)),
      )
      const known = await eventsByKey(
        em,
        organizationId,
        events.filter(({ id }) => !inserted.has(id)),
      )
      return {
        kind: 'published',
        events: events.map((event, index) => {
          if (inserted.has(event.id)) return { id: event.id, duplicate: false }
          const first = known.get(event.idempotencyKey!)!
          if (!sameContent(event, first)) throw new KeyReused(index, first.id)
          return { id: first.id, duplicate: true }
        }),
      }
    })
  } catch (error) {
    if (error instanceof KeyReused) return { kind: 'key-reused', index: error.index, eventId: error.eventId }
    throw error
  }
}

/** Stores a test event with its one delivery, to the webhook asked for alone. Returns the delivery's id. */
export function publishTestEvent(
  database: Database,
  webhook: { id: string; organizationId: string; channelId: string | null },
  event: { type: string; data: string },
): Promise<string> {
  const { organizationId } = webhook
  return database.em.fork().transactional(async (em) => {
    const id = newId.event()
    const channels = webhook.channelId === null ? [] : [webhook.channelId]
    await insertEvents(
      em,
      organizationId,
      [{ ...event, id, occurredAt: null, channels, idempotencyKey: null }],
      true,
    )
    const delivery = { id: newId.delivery(), webhookId: webhook.id, eventId: id }
    await insertDeliveryRows(em, organizationId, [delivery], 'TEST')
    return delivery.id
  })
}

/** Returns the ids of the new ones. A key that another transaction is just using is waited for. */
async function insertEvents(
  em: SqlEntityManager,
  organizationId: string,
  events: readonly (AcceptedEvent & { id: string })[],
  test: boolean,
): Promise<string[]> {
  const rows = await sql<{ id: string }>(em)`
    insert into events (id, organization_id, type, occurred_at, data, channels, idempotency_key, test)
    select id, ${organizationId}, type, coalesce("occurredAt", now()), data, channels, "idempotencyKey", ${test}
    from json_to_recordset(${JSON.stringify(events)}) as e(id text, type text, "occurredAt" timestamptz, data text,
      channels text[], "idempotencyKey" text)
    order by "idempotencyKey" -- one order for all, so that two batches with the same keys can't wait for each other
    on conflict (organization_id, idempotency_key) where idempotency_key is not null do nothing
    returning id`
  return rows.map(({ id }) => id)
}

async function insertDeliveries(
  em: SqlEntityManager,
  organizationId: string,
  events: readonly (AcceptedEvent & { id: string })[],
): Promise<void> {
  if (events.length === 0) return
  const pairs = await sql<{ webhookId: string; eventId: string }>(em)`
    select w.id as "webhookId", e.id as "eventId"
    from json_to_recordset(${JSON.stringify(events.map(({ id, type, channels }) => ({ id, type, channels })))})
        as e(id text, type text, channels text[])
      join webhooks w on w.organization_id = ${organizationId} and w.deleted_at is null and w.status <> 'DISABLED'
        and e.type = any(w.event_types)
        and (w.channel_id is null or cardinality(e.channels) = 0 or w.channel_id = any(e.channels))
    order by e.id, w.id`
  await insertDeliveryRows(
    em,
    organizationId,
    pairs.map((pair) => ({ ...pair, id: newId.delivery() })),
    'AUTOMATIC',
  )
}

async function insertDeliveryRows(
  em: SqlEntityManager,
  organizationId: string,
  deliveries: readonly { id: string; webhookId: string; eventId: string }[],
  trigger: Trigger,
): Promise<void> {
  if (deliveries.length === 0) return
  await sql(em)`
    insert into deliveries (id, organization_id, webhook_id, event_id, status, decision, trigger)
    select id, ${organizationId}, "webhookId", "eventId", 'PENDING', 'The first attempt is about to be made.', ${trigger}
    from json_to_recordset(${JSON.stringify(deliveries)}) as d(id text, "webhookId" text, "eventId" text)`
}

async function eventsByKey(
  em: SqlEntityManager,
  organizationId: string,
  events: readonly AcceptedEvent[],
): Promise<Map<string, StoredEvent>> {
  if (events.length === 0) return new Map()
  const rows = await sql<StoredEvent>(em)`
    select id, idempotency_key as "idempotencyKey", type, occurred_at as "occurredAt", data, channels from events
    where organization_id = ${organizationId} and idempotency_key = any(${events.map((event) => event.idempotencyKey)})`
  return new Map(rows.map((row) => [row.idempotencyKey, row]))
}

/** Publishing again with a key is fine as long as it says the same; an unsaid time says nothing. */
function sameContent(event: AcceptedEvent, stored: StoredEvent): boolean {
  return (
    event.type === stored.type &&
    event.data === stored.data &&
    (event.occurredAt === null || event.occurredAt.getTime() === new Date(stored.occurredAt).getTime()) &&
    [...event.channels].sort().join('\n') === [...stored.channels].sort().join('\n')
  )
}
