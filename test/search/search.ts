import type { TestApp, TestOrganization } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { rows } from '../support/sql.ts'
import { boundOf, listPartitions, PARTITIONED } from '../../src/retention/partitions.ts'
import { eventWords } from '../../src/search/event-words.ts'
import { idAt } from '../../src/ids.ts'

const QUERIES = {
  events: `query ($filter: EventFilter, $first: Int, $after: String, $last: Int, $before: String) {
    list: events(filter: $filter, first: $first, after: $after, last: $last, before: $before) { PAGE } }`,
  deliveries: `query ($filter: DeliveryFilter, $first: Int, $after: String, $last: Int, $before: String) {
    list: deliveries(filter: $filter, first: $first, after: $after, last: $last, before: $before) { PAGE } }`,
}
const PAGE = `edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`

export type ListedKind = keyof typeof QUERIES

export interface Page {
  ids: string[]
  pageInfo: {
    hasNextPage: boolean
    hasPreviousPage: boolean
    startCursor: string | null
    endCursor: string | null
  }
}

export async function readPage(
  client: TestClient,
  kind: ListedKind,
  variables: Record<string, unknown>,
): Promise<Page> {
  const { list } = await client.request(QUERIES[kind].replace('PAGE', PAGE), variables)
  return { ids: list.nodes.map(({ id }: { id: string }) => id), pageInfo: list.pageInfo }
}

/** All ids of a list, the newest first, read page by page in one direction. */
export async function walk(
  client: TestClient,
  kind: ListedKind,
  filter: Record<string, unknown>,
  { size = 200, direction = 'older' }: { size?: number; direction?: 'older' | 'newer' } = {},
): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = []
  let cursor: string | null = null
  for (let pages = 1; ; pages += 1) {
    const backward = direction === 'newer'
    const page: Page = await readPage(
      client,
      kind,
      backward ? { filter, last: size, before: cursor } : { filter, first: size, after: cursor },
    )
    if (backward) ids.unshift(...page.ids)
    else ids.push(...page.ids)
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo
    if (!(backward ? hasPreviousPage : hasNextPage)) return { ids, pages }
    cursor = backward ? startCursor : endCursor
  }
}

/** Says that an organization's events are indexed since yesterday. */
export const indexSinceYesterday = (app: TestApp, { id }: TestOrganization): Promise<unknown> =>
  rows(app, `update organizations set search_indexed_since = now() - interval '1 day' where id = ?`, [id])

export interface StoredEvent {
  data: string
  type?: string
  channels?: string[]
  key?: string
  /** Milliseconds since 1970. */
  at: number
}

let stored = 0

/** Stores events as publishing does, at any time; returns their ids. */
export async function storeEvents(
  app: TestApp,
  { id: organizationId }: TestOrganization,
  events: readonly StoredEvent[],
  indexed: boolean,
): Promise<string[]> {
  const input = events.map(({ type = 'a.b', channels = [], key = null, ...event }) => ({
    ...event,
    type,
    channels,
    key,
    id: idAt('evt_', event.at) + String((stored += 1)).padStart(16, '0'),
    at: new Date(event.at),
    words: indexed ? eventWords(organizationId, event.data) : null,
  }))
  await rows(
    app,
    `with input as materialized (
       select * from json_to_recordset(?) as e(id text, type text, at timestamptz, data text, channels text[], key text, words text[])
     ), keyed as (
       insert into idempotency_keys (organization_id, key, event_id) select ?, key, id from input where key is not null
     )
     insert into events (id, organization_id, type, occurred_at, data, channels, idempotency_key, test, created_at, search_words)
     select id, ?, type, at, data, channels, key, false, at, array_to_tsvector(words) from input`,
    [JSON.stringify(input), organizationId, organizationId],
  )
  return input.map(({ id }) => id)
}

/** Divides the time from a moment on into partitions of events, instead of those that `migrate` made. */
export async function divideEvents(
  app: TestApp,
  from: number,
  widthMs: number,
  count: number,
): Promise<void> {
  const table = PARTITIONED.events
  for (const { name } of await listPartitions(app.database, table)) await rows(app, `drop table ${name}`)
  for (let index = 0; index < count; index += 1) {
    const [lowest, end] = [index, index + 1].map((step) => boundOf(table, from + step * widthMs))
    const name = `events_part_${index}`
    await rows(app, `create table ${name} partition of events for values from ('${lowest}') to ('${end}')`)
    for (const statement of table.indexes) await rows(app, statement.replaceAll('%', name))
  }
}
