import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/app/open-database.ts'
import { API_SESSION, type Database } from '../../src/database/database.ts'
import type { Place } from '../../src/database/search-newest.ts'
import { searchEvents } from '../../src/events/search-events.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { countRowsRead, type Counted } from '../support/rows-read.ts'
import { rows } from '../support/sql.ts'
import { divideEvents, indexSinceYesterday, readPage, storeEvents, walk } from './search.ts'

let app: TestApp
let indexed: TestOrganization
let scanned: TestOrganization
let mixed: TestOrganization
let other: TestOrganization
/** Of one connection, whose reads can be counted. */
let database: Database

const MANY = 12_000
/** Partitions are 30 s wide here: the events are of four minutes, in eight of them. */
const STEP_MS = 20
/** So deep are the one with the needle, and those of a word that only old events have. */
const DEEP = 11_000
const begin = Date.now() + 60_000

const dataOf = (index: number) =>
  JSON.stringify({
    number: index,
    word: 'everywhere',
    half: index % 2 === 0 ? 'even' : 'odd',
    ...(index === MANY - DEEP && { email: 'needle@example.com' }),
    ...(index < 3_000 && { age: 'formerly' }),
    ...(index % 100 === 0 && { seldom: 'hundredth' }),
  })

beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  await divideEvents(app, begin, 30_000, 9)
  for (const name of ['indexed', 'scanned', 'mixed', 'other'] as const) {
    const organization = await app.organization()
    if (name === 'indexed') indexed = organization
    if (name === 'scanned') scanned = organization
    if (name === 'mixed') mixed = organization
    if (name === 'other') other = organization
    if (name !== 'scanned') await indexSinceYesterday(app, organization)
    const count = name === 'other' ? 3_000 : MANY
    const events = Array.from({ length: count }, (_, index) => ({
      data: dataOf(index),
      at: begin + index * STEP_MS,
    }))
    for (let at = 0; at < count; at += 2_000)
      await storeEvents(
        app,
        organization,
        events.slice(at, at + 2_000),
        name !== 'scanned' && !(name === 'mixed' && at < 6_000),
      )
  }
  // The other half of its events was published before it chose the index.
  await rows(app, `update organizations set search_indexed_since = ? where id = ?`, [
    new Date(begin + 6_000 * STEP_MS - 300_000),
    mixed.id,
  ])
  await rows(app, 'analyze')
  database = await openDatabase(app.databaseUrl, 1, API_SESSION)
})
afterAll(async () => {
  await database.close()
  await app[Symbol.asyncDispose]()
})

const numbers = (from: number, to: number, fits: (index: number) => boolean) =>
  Array.from({ length: to - from }, (_, index) => from + index).filter(fits)

/** How many events have the text. */
const TEXTS: [string, number][] = [
  ['needle@example.com', 1],
  ['needle', 1],
  ['need', 1],
  ['nobody@nowhere.example', 0],
  ['everywhere', MANY],
  ['even', MANY / 2],
  ['even odd', 0],
  ['formerly', 3_000],
  ['formerly odd', 1_500],
  ['hundredth', MANY / 100],
  ['formerly hundredth', 30],
  ['12', 0],
]

describe.each(['indexed', 'scanned', 'mixed'] as const)('events that are %s', (name) => {
  const client = () => ({ indexed, scanned, mixed })[name].client

  test.each(TEXTS.filter(([text]) => text !== '12'))(
    'with the text %j are all found, in both directions',
    async (text, count) => {
      const older = await walk(client(), 'events', { text })
      const newer = await walk(client(), 'events', { text }, { direction: 'newer' })
      expect(older.ids).toHaveLength(count)
      expect(older.ids).toEqual(older.ids.toSorted().reverse())
      expect(newer.ids).toEqual(older.ids)
    },
  )
})

test('with an index a rare text needs one page, however deep it is', async () => {
  for (const text of ['needle@example.com', 'need', 'nobody@nowhere.example', 'formerly hundredth'])
    expect((await walk(indexed.client, 'events', { text })).pages, text).toBe(1)
  // The newest half of its events is read at once; the rest is read as without an index.
  expect((await walk(mixed.client, 'events', { text: 'needle' })).pages).toBeLessThanOrEqual(3)
  const page = await readPage(mixed.client, 'events', { filter: { text: 'needle' } })
  expect(page).toMatchObject({ ids: [], pageInfo: { hasNextPage: true } })
})

test.each(TEXTS)('a page with the text %j reads a limited number of rows', async (text) => {
  for (const [organization, since, most] of [
    [indexed, new Date(begin - 86_400_000), 12_000],
    // Each scanned row once.
    [scanned, null, 5_200],
  ] as const)
    for (const direction of ['older', 'newer'] as const) {
      const search = { id: organization.id, searchIndexedSince: since }
      let after: string | null = null
      do {
        const place: Place = { direction, after, limit: 51 }
        const { result, rowsRead }: Counted<Awaited<ReturnType<typeof searchEvents>>> = await countRowsRead(
          database,
          await tables(),
          () => searchEvents(database, search, { text }, place),
        )
        expect(rowsRead, `${direction} after ${after}`).toBeLessThan(most)
        after = result.searchedTo?.id ?? null
      } while (after !== null)
    }
})

test('a page that is full early reads no further', async () => {
  for (const direction of ['older', 'newer'] as const) {
    const { result, rowsRead } = await countRowsRead(database, await tables(), () =>
      searchEvents(
        database,
        { id: scanned.id },
        { text: 'everywhere' },
        { direction, after: null, limit: 51 },
      ),
    )
    expect(result.nodes).toHaveLength(51)
    expect(rowsRead).toBeLessThan(250)
  }
})

test('the words of another organization are not in the way', async () => {
  const { result, rowsRead } = await countRowsRead(database, await tables(), () =>
    searchEvents(
      database,
      { id: other.id, searchIndexedSince: new Date(begin - 86_400_000) },
      { text: 'hundredth' },
      { direction: 'older', after: null, limit: 51 },
    ),
  )
  expect(result.nodes).toHaveLength(30)
  expect(result.nodes.every(({ organizationId }) => organizationId === other.id)).toBe(true)
  expect(rowsRead).toBeLessThan(3_000)
})

test('events that are not indexed are listed once where so many are candidates that they are read one after the other', async () => {
  const organization = await app.organization()
  const store = (count: number, data: unknown, at: number, isIndexed: boolean) =>
    storeEvents(
      app,
      organization,
      Array.from({ length: count }, (_, index) => ({ data: JSON.stringify(data), at: at + index })),
      isIndexed,
    )
  const unindexed = await store(5, { text: 'foo-bar' }, begin, false)
  // Their words fit, their text does not.
  await store(2_000, { text: 'foo bar' }, begin + 1_000, true)
  await store(400, { text: 'bar foo' }, begin + 4_000, true)
  await rows(app, `update organizations set search_indexed_since = ? where id = ?`, [
    new Date(begin + 1_000 - 300_000),
    organization.id,
  ])
  expect((await walk(organization.client, 'events', { text: 'foo-bar' })).ids).toEqual(unindexed.toReversed())
  const newer = await walk(organization.client, 'events', { text: 'foo-bar' }, { direction: 'newer' })
  expect(newer.ids).toEqual(unindexed.toReversed())
})

test('an event with more words than are indexed is found', async () => {
  const { client } = indexed
  const words = Array.from({ length: 3_000 }, (_, index) => `w${index}`)
  const [id] = await storeEvents(app, indexed, [{ data: JSON.stringify(words), at: begin - 1_000 }], true)
  expect((await walk(client, 'events', { text: 'w2999' })).ids).toEqual([id])
})

test('large data is searched until so much of it was read', async () => {
  const organization = await app.organization()
  const filler = 'x'.repeat(250_000)
  const events = Array.from({ length: 60 }, (_, index) => ({
    data: JSON.stringify({ filler, index: `i-${index}-` }),
    at: begin + index,
  }))
  const ids = await storeEvents(app, organization, events, false)
  const found = await walk(organization.client, 'events', { text: 'i-0-' })
  expect(found.ids).toEqual([ids[0]])
  expect(found.pages).toBe(2)
})

async function tables(): Promise<string[]> {
  const names = await rows(
    app,
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'events'::regclass`,
  )
  return names.map(({ name }) => name as string)
}

test('deep walks are made of the same pages', async () => {
  const { ids } = await walk(indexed.client, 'events', { text: 'formerly hundredth' })
  expect(ids).toHaveLength(numbers(0, 3_000, (index) => index % 100 === 0).length)
  for (const size of [1, 7, 30])
    for (const direction of ['older', 'newer'] as const)
      expect(
        (await walk(indexed.client, 'events', { text: 'formerly hundredth' }, { size, direction })).ids,
      ).toEqual(ids)
})
