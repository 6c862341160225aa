import type { Database } from '../../src/database/database.ts'
import { sql } from '../../src/database/sql.ts'
import { boundOf, PARTITIONED, type PartitionedTable } from '../../src/retention/partitions.ts'
import { eventWords } from '../../src/search/event-words.ts'
import { print } from '../measure/progress.ts'
import { EVENT_TYPE } from '../stand/event.ts'
import { orderData } from '../stand/order.ts'

const DAY_MS = 86_400_000
const ROWS_TOGETHER = 2_000

export interface Stored {
  organizationId: string
  events: number
  isIndexed: boolean
}

/**
 * Fills the partitions of so many past days with events of these organizations, each with a delivery that was made, of which one in
 * a hundred has failed; and makes those of the next two days. Indexes are built when their partition is full.
 */
export async function storeEvents(
  database: Database,
  stored: readonly Stored[],
  days: number,
): Promise<void> {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS
  // They would take what is older than the migration.
  for (const [parent, first] of [
    ['events', 'events_first'],
    ['deliveries_ended', 'deliveries_first'],
  ])
    await database.em.execute(`alter table ${parent} detach partition ${first}`)
  let number = 0
  for (let day = days; day > -2; day -= 1) {
    const from = today - day * DAY_MS
    await makePartition(database, PARTITIONED.events, from, async (name) => {
      for (const own of day > 0 ? stored : []) {
        const count = Math.round(own.events / days)
        for (let done = 0; done < count; done += ROWS_TOGETHER) {
          const size = Math.min(ROWS_TOGETHER, count - done)
          await insertEvents(database, name, own, { first: number, size, from, done, count })
          number += size
        }
      }
    })
    await makePartition(database, PARTITIONED.deliveries, from, async (name) => {
      if (day > 0) await insertDeliveries(database, name, stored, from)
    })
    if (day % 5 === 0) print(`  ${number} events are stored`)
  }
  for (const table of ['events', 'deliveries']) await database.em.execute(`vacuum analyze ${table}`)
}

async function makePartition(
  database: Database,
  table: PartitionedTable,
  from: number,
  fill: (name: string) => Promise<void>,
): Promise<void> {
  const name = `${table.parent}_bench_${new Date(from).toISOString().slice(0, 10).replaceAll('-', '')}`
  const [lowest, end] = [boundOf(table, from), boundOf(table, from + DAY_MS)]
  await database.em.execute(`create table ${name} (like ${table.parent} including defaults)`)
  await fill(name)
  for (const index of table.indexes) await database.em.execute(index.replaceAll('%', name))
  await database.em.execute(
    `alter table ${table.parent} attach partition ${name} for values from ('${lowest}') to ('${end}')`,
  )
}

async function insertEvents(
  database: Database,
  partition: string,
  { organizationId, isIndexed }: Stored,
  at: { first: number; size: number; from: number; done: number; count: number },
): Promise<void> {
  const input = Array.from({ length: at.size }, (_, index) => {
    const number = at.first + index
    const time = at.from + Math.floor(((at.done + index) / at.count) * DAY_MS)
    const data = JSON.stringify(orderData(number))
    return {
      id: boundOf(PARTITIONED.events, time) + String(number).padStart(16, '0'),
      time: new Date(time),
      data,
      key: `key-${number}`,
      words: isIndexed ? eventWords(organizationId, data) : null,
    }
  })
  await database.em.execute(
    `with input as materialized (
       select * from json_to_recordset(?) as e(id text, time timestamptz, data text, key text, words text[])
     ), keyed as (
       insert into idempotency_keys (organization_id, key, event_id) select ?, key, id from input
     )
     insert into ${partition} (id, organization_id, type, occurred_at, data, channels, idempotency_key, test, created_at, search_words)
     select id, ?, '${EVENT_TYPE}', time, data, '{}', key, false, time, array_to_tsvector(words) from input`,
    [JSON.stringify(input), organizationId, organizationId],
  )
}

async function insertDeliveries(
  database: Database,
  partition: string,
  stored: readonly Stored[],
  from: number,
): Promise<void> {
  const [lowest, end] = [boundOf(PARTITIONED.events, from), boundOf(PARTITIONED.events, from + DAY_MS)]
  const owners = stored.map(({ organizationId }) => organizationId)
  await database.em.execute(
    `insert into ${partition} (id, organization_id, webhook_id, event_id, event_type, test, status, status_code, error_kind, decision,
       trigger, run, started_at, attempt_count, created_at, finished_at)
     select 'wd_' || substr(e.id, 5), e.organization_id, 'wh_' || e.organization_id, e.id, e.type, false,
       case when n % 100 = 0 then 'FAILED' else 'SUCCEEDED' end, case when n % 100 = 0 then 500 + n / 100 % 4 else 200 end,
       case when n % 100 = 0 then 'HTTP_STATUS' end, '', 'AUTOMATIC', 1, e.created_at, 1, e.created_at, e.created_at
     from (select *, row_number() over (order by id) as n from events where id >= '${lowest}' and id < '${end}') e
       where e.organization_id = any (string_to_array(?, ','))`,
    [owners.join()],
  )
}

/** The ids of some events all over an organization's. */
export async function someEvents(
  database: Database,
  organizationId: string,
  count: number,
): Promise<{ id: string; number: number; key: string }[]> {
  return sql<{ id: string; number: number; key: string }>(database)`
    select id, (data::json ->> 'number')::int as number, idempotency_key as key from (
      select *, row_number() over (order by id) as n, count(*) over () as total from events
      where organization_id = ${organizationId}) e
    where n % (total / ${count}) = 0 order by md5(id) limit ${count}`
}
