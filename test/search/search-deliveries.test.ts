import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/app/open-database.ts'
import { API_SESSION, type Database } from '../../src/database/database.ts'
import { searchDeliveries, type DeliveryFilter } from '../../src/deliveries/search-deliveries.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { countRowsRead } from '../support/rows-read.ts'
import { rows } from '../support/sql.ts'
import { indexSinceYesterday, readPage, storeEvents, walk } from './search.ts'

let app: TestApp
const organizations = {} as Record<'scanned' | 'indexed' | 'other', TestOrganization>
/** Ids of the events of each, in the order of time. */
const events: Record<string, string[]> = {}
/** Of one connection, whose reads can be counted. */
let database: Database

const MANY = 6_000
/** So deep is the one with the needle. */
const DEEP = 5_500
const begin = Date.now() + 60_000

const dataOf = (index: number) =>
  JSON.stringify({
    word: 'everywhere',
    ...(index === MANY - DEEP && { email: 'needle@example.com' }),
    ...(index % 100 === 0 && { seldom: 'hundredth' }),
  })

/** Two webhooks take turns; one is limited to a channel. Few deliveries are not SUCCEEDED. */
const STORED = `
  select n - 1 as index, id as event_id, created_at, type,
    case when n % 2 = 0 then 'wh_plain' else 'wh_channel' end || '_' || organization_id as webhook_id,
    case n when 1000 then 'PENDING' when 1001 then 'PENDING' when 1002 then 'FAILED' when 1003 then 'FAILED' when 1004 then 'CANCELED'
      when 1005 then 'SKIPPED' when 1006 then 'FAILED' else 'SUCCEEDED' end as status,
    case n when 1000 then null when 1001 then 503 when 1002 then 500 when 1003 then 503 when 1004 then 500 when 1005 then null
      when 1006 then null else 200 + n % 2 end as status_code,
    case n when 1001 then 'HTTP_STATUS' when 1002 then 'HTTP_STATUS' when 1003 then 'HTTP_STATUS' when 1006 then 'TIMEOUT_RESPONSE'
      when 1007 then 'BODY_TRUNCATED' end as error_kind
  from (select *, row_number() over (order by id)::int as n from events where organization_id = ?) e`

beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  for (const name of ['scanned', 'indexed', 'other'] as const) {
    const organization = (organizations[name] = await app.organization())
    const { id, client } = organization
    if (name === 'indexed') await indexSinceYesterday(app, organization)
    await client.request(`mutation { createChannel(input: { id: "c1", name: "x" }) { channel { id } } }`)
    for (const [webhook, channel] of [
      ['wh_plain', null],
      ['wh_channel', 'c1'],
    ])
      await rows(
        app,
        `insert into webhooks (id, organization_id, channel_id, url, description, dialect, event_types, headers, secret_kind, secrets, status)
         select ?, ?, ?, 'https://example.com', '', 'standard', '{a.b}', '[]', 'HMAC', '[]', 'ENABLED'`,
        [`${webhook}_${id}`, id, channel],
      )
    const count = name === 'other' ? 10 : MANY
    events[name] = await storeEvents(
      app,
      organization,
      Array.from({ length: count }, (_, index) => ({
        data: dataOf(index),
        at: begin + index * 10,
        type: index % 1_000 === 7 ? 'c.d' : 'a.b',
        ...(index === 5 && { key: `key of ${name}` }),
      })),
      name === 'indexed',
    )
    await rows(
      app,
      `insert into deliveries (id, organization_id, webhook_id, event_id, event_type, test, status, status_code, error_kind, decision,
         trigger, created_at)
       select 'wd_' || substr(event_id, 5), ?, webhook_id, event_id, type, false, status, status_code, error_kind, '', 'AUTOMATIC',
         created_at from (${STORED}) s`,
      [id, id],
    )
  }
  await rows(app, 'analyze')
  database = await openDatabase(app.databaseUrl, 1, API_SESSION)
})
afterAll(async () => {
  await database.close()
  await app[Symbol.asyncDispose]()
})

/** How many deliveries fit, and numbers of their events if they are few. */
const FILTERS: [Record<string, unknown>, number, number[]?][] = [
  [{}, MANY],
  [{ text: '', statuses: [], statusCodes: [], errorKinds: [], eventTypes: [], channelId: null }, MANY],
  [{ statuses: ['PENDING'] }, 2, [1001, 1000]],
  [{ statuses: ['FAILED'] }, 3, [1006, 1003, 1002]],
  [{ statuses: ['FAILED', 'PENDING', 'SKIPPED', 'CANCELED'] }, 7, [1006, 1005, 1004, 1003, 1002, 1001, 1000]],
  [{ statusCodes: [500, 503] }, 4, [1004, 1003, 1002, 1001]],
  [{ statusCodes: [500], statuses: ['SUCCEEDED'] }, 0],
  [{ statusCodes: [201] }, MANY / 2 - 3],
  [{ statusCodes: [404] }, 0],
  [{ errorKinds: ['HTTP_STATUS'] }, 3, [1003, 1002, 1001]],
  [{ errorKinds: ['TIMEOUT_RESPONSE', 'BODY_TRUNCATED'] }, 2, [1007, 1006]],
  [{ errorKinds: ['BODY_TRUNCATED'] }, 1, [1007]],
  [{ eventTypes: ['c.d'] }, 6],
  [{ eventTypes: ['nothing'] }, 0],
  [{ channelId: 'c1' }, MANY / 2],
  [{ channelId: 'c1', statuses: ['FAILED', 'CANCELED', 'PENDING'] }, 2, [1003, 1001]],
  [{ channelId: 'unknown' }, 0],
  [{ since: new Date(begin + 1_003 * 10), statuses: ['FAILED'] }, 1, [1006]],
  [{ until: new Date(begin + 1_002 * 10), statuses: ['FAILED'] }, 1, [1002]],
  [{ since: new Date(begin + 1_000 * 10), until: new Date(begin + 1_010 * 10) }, 10],
  [{ text: 'needle@example.com' }, 1, [501]],
  [{ text: 'needle@exa' }, 1, [501]],
  [{ text: 'nobody@nowhere.example' }, 0],
  [{ text: 'hundredth' }, MANY / 100],
  [{ text: 'hundredth', channelId: 'c1', statuses: ['SUCCEEDED'] }, MANY / 100 - 1],
  [{ text: 'everywhere', statuses: ['FAILED'] }, 3, [1006, 1003, 1002]],
  [{ text: 'key of other' }, 0],
]

describe.each(['scanned', 'indexed'] as const)(
  'deliveries of an organization whose events are %s',
  (name) => {
    test.each(FILTERS)('by %j', async (filter, count, numbers) => {
      const { client } = organizations[name]
      const { ids } = await walk(client, 'deliveries', filter)
      expect(ids).toHaveLength(count)
      if (numbers) expect(ids).toEqual(numbers.map((number) => deliveryOf(name, number - 1)))
      for (const direction of ['older', 'newer'] as const)
        expect(
          (await walk(client, 'deliveries', filter, { size: count < 50 ? 3 : 150, direction })).ids,
        ).toEqual(ids)
    })

    test('by their id, their event’s id and its idempotency key', async () => {
      const { client } = organizations[name]
      const find = async (filter: Record<string, unknown>) =>
        (await readPage(client, 'deliveries', { filter })).ids
      const id = deliveryOf(name, 5)
      expect(await find({ text: id })).toEqual([id])
      expect(await find({ text: id.toLowerCase() })).toEqual([id])
      expect(await find({ text: id, statuses: ['FAILED'] })).toEqual([])
      expect(await find({ text: events[name]![5] })).toEqual([id])
      expect(await find({ text: `key of ${name}` })).toEqual([id])
      expect(await find({ text: deliveryOf('other', 5) })).toEqual([])
      expect(await find({ text: events['other']![5] })).toEqual([])
    })
  },
)

test('with an index a rare text needs one page', async () => {
  for (const text of ['needle@example.com', 'nobody@nowhere.example', 'hundredth'])
    expect((await walk(organizations.indexed.client, 'deliveries', { text })).pages, text).toBe(1)
})

test.each<[DeliveryFilter, number]>([
  [{ statusCodes: [404] }, 100],
  [{ errorKinds: ['TIMEOUT_RESPONSE'] }, 100],
  [{ statuses: ['FAILED', 'CANCELED'] }, 100],
  [{ statuses: ['FAILED'], status: 'FAILED' }, 100],
  [{ text: 'needle@example.com' }, 5_000],
  [{ text: 'nobody@nowhere.example' }, 5_000],
])('a page by %j reads a limited number of rows', async (filter, most) => {
  const { id } = organizations.indexed
  const { result, rowsRead } = await countRowsRead(
    database,
    ['deliveries_open', 'deliveries_first', 'deliveries_ended_other', 'events_first', 'events_other'],
    () =>
      searchDeliveries(database, { id, searchIndexedSince: new Date(begin - 86_400_000) }, filter, {
        direction: 'older',
        after: null,
        limit: 51,
      }),
  )
  expect(result.searchedTo).toBeNull()
  expect(rowsRead).toBeLessThan(most)
})

const deliveryOf = (name: string, index: number) => events[name]![index]!.replace('evt', 'wd')
