import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { sql, transactional } from '../database/sql.ts'
import { patternsOf } from '../events/event-type-patterns.ts'
import { newId } from '../ids.ts'
import { eventWords } from '../search/event-words.ts'
import {
  completeRows,
  TOLD_COLUMNS,
  type DisableSettings,
  type OperationalEvent,
  type ToldRow,
} from './operational-event.ts'

/** Operational events that one transaction announces. */
const BATCH = 100

/** What a transaction announced. */
interface Announced {
  /** Whose operational events. */
  organizationIds: Set<string>
  deliveries: number
  /** Whether there may be more. */
  more: boolean
}

/** Whether operational events wait to be announced. */
export async function areToAnnounce(database: Database): Promise<boolean> {
  const [row] = await sql<{ waiting: boolean }>(database)`
    select exists (select from operational_events where announced_at is null) as waiting`
  return row!.waiting
}

/**
 * Announces operational events, the oldest first: each becomes an event, with a delivery for every operational webhook that asks for
 * its type, in each organization that has one. All in one transaction, so each is announced once, whoever is killed; those that
 * another announcer has at the moment are left to it.
 */
export function announce(database: Database, settings: DisableSettings): Promise<Announced> {
  return transactional(database, async (em) => {
    const rows = await sql<ToldRow>(em)`
      select ${TOLD_COLUMNS} from operational_events where announced_at is null
      order by operational_events.xid, operational_events.id limit ${BATCH} for update skip locked`
    const organizationIds = new Set(rows.map(({ organizationId }) => organizationId))
    if (rows.length === 0) return { organizationIds, deliveries: 0, more: false }
    const told = await completeRows(em, settings, rows)
    const deliveries = await storeEvents(em, told, await findReceivers(em, told))
    await sql(em)`
      update operational_events o set announced_at = now(), detail = n.data
      from json_to_recordset(${JSON.stringify(told)}) as n(xid text, id bigint, data json)
      where o.xid = n.xid::xid8 and o.id = n.id`
    return { organizationIds, deliveries, more: rows.length === BATCH }
  })
}

/** A webhook that gets an operational event. */
interface Receiver {
  /** Index of the operational event. */
  index: number
  webhookId: string
  /** Whose the webhook is, and whether its events are indexed for the search. */
  organizationId: string
  isIndexed: boolean
}

/** The webhooks that get these, in order. None gets what tells of itself. */
function findReceivers(em: SqlEntityManager, told: readonly OperationalEvent[]): Promise<Receiver[]> {
  const asked = told.map(({ organizationId, webhookId, type }, index) => ({
    index,
    organizationId,
    webhookId,
    patterns: patternsOf(type),
  }))
  return sql<Receiver>(em)`
    select t.index, w.id as "webhookId", w.organization_id as "organizationId",
      o.search_indexed_since is not null as "isIndexed"
    from json_to_recordset(${JSON.stringify(asked)}) as t(index int, "organizationId" text, "webhookId" text, patterns text[])
      cross join lateral (
        select id, organization_id from webhooks
        where operational is not null and (operational = 'ALL' or organization_id = t."organizationId")
          and deleted_at is null and status <> 'DISABLED' and event_types && t.patterns and id is distinct from t."webhookId"
        offset 0) w
      join organizations o on o.id = w.organization_id
    order by t.index, w.organization_id, w.id`
}

/** Stores one event for each organization that has receivers of it, with their deliveries. Returns how many deliveries. */
async function storeEvents(
  em: SqlEntityManager,
  told: readonly OperationalEvent[],
  receivers: readonly Receiver[],
): Promise<number> {
  if (receivers.length === 0) return 0
  const events = new Map<string, ReturnType<typeof eventFor>>()
  const deliveries = receivers.map((receiver) => {
    const { index, organizationId, webhookId } = receiver
    const key = `${index} ${organizationId}`
    const event = events.get(key) ?? eventFor(told[index]!, receiver)
    events.set(key, event)
    return { id: newId.delivery(), organizationId, webhookId, eventId: event.id, type: event.type }
  })
  await sql(em)`
    insert into events (id, organization_id, type, occurred_at, data, channels, idempotency_key, test, operational, search_words)
    select id, "organizationId", type, "occurredAt", data, '{}', null, false, true, array_to_tsvector(words)
    from json_to_recordset(${JSON.stringify([...events.values()])}) as e(id text, "organizationId" text, type text,
      "occurredAt" timestamptz, data text, words text[])`
  await sql(em)`
    insert into deliveries (id, organization_id, webhook_id, event_id, event_type, test, status, decision, trigger)
    select id, "organizationId", "webhookId", "eventId", type, false, 'PENDING', '', 'AUTOMATIC'
    from json_to_recordset(${JSON.stringify(deliveries)}) as d(id text, "organizationId" text, "webhookId" text,
      "eventId" text, type text)`
  return deliveries.length
}

function eventFor({ type, createdAt, data }: OperationalEvent, { organizationId, isIndexed }: Receiver) {
  const text = JSON.stringify(data)
  const words = isIndexed ? eventWords(organizationId, text) : null
  return { id: newId.event(), organizationId, type, occurredAt: createdAt, data: text, words }
}
