import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { createEventType, publish } from '../support/webhooks.ts'
import { indexSinceYesterday, readPage, walk } from './search.ts'

let app: TestApp
const organizations = {} as Record<'scanned' | 'indexed' | 'other', TestOrganization>
const ids: Record<string, Record<string, string>> = { scanned: {}, indexed: {}, other: {} }

/** [name, data, what else] */
const EVENTS: [string, unknown, Record<string, unknown>?][] = [
  ['ann', { customer: { email: 'Ann.Smith@Example.com', name: 'Ann Smith' } }],
  ['bob', { customer: { email: 'bob@example.org', name: 'Bob' }, note: 'ask joann' }],
  ['symbols', { text: `100% of a_b, C:\\temp\\new and "quoted" it's; a/b` }],
  ['unicode', { name: 'JÖRG Müller — “Straße”', city: '東京タワー', party: '🎉fest' }],
  ['lines', { text: 'first\nsecond\tthird' }],
  ['keyed', { order: 'o-1' }, { idempotencyKey: 'Key-4711' }],
  ['mentions', { order: 'Key-4711' }],
  ['channel', { where: 'in a channel' }, { channels: ['c1'] }],
  ['typed', { what: 'of another type' }],
  ['large', { filler: 'lorem ipsum '.repeat(5_000), tail: 'needle-in-the-tail' }],
  ['number', { amount: 1234567, price: 19.99 }],
]

beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  for (const name of ['scanned', 'indexed', 'other'] as const) {
    const organization = (organizations[name] = await app.organization())
    const { client } = organization
    await createEventType(client, 'a.b')
    await createEventType(client, 'c.d')
    for (const id of ['c1', 'c2'])
      await client.request(
        `mutation ($id: ID) { createChannel(input: { id: $id, name: "x" }) { channel { id } } }`,
        { id },
      )
    if (name === 'other') continue
    if (name === 'indexed') await indexSinceYesterday(app, organization)
    for (const [event, data, more] of EVENTS)
      ids[name]![event] = await publish(client, event === 'typed' ? 'c.d' : 'a.b', data, more)
  }
  const { client } = organizations.other
  ids['other']!['ann'] = await publish(
    client,
    'a.b',
    { customer: { email: 'ann.smith@example.com' } },
    { idempotencyKey: 'theirs' },
  )
})
afterAll(() => app[Symbol.asyncDispose]())

describe.each(['scanned', 'indexed'] as const)('events of an organization whose events are %s', (name) => {
  const find = async (filter: Record<string, unknown>) => {
    const found = await walk(organizations[name].client, 'events', filter)
    return found.ids.map((id) => EVENTS.find(([event]) => ids[name]![event] === id)?.[0] ?? id)
  }

  test.each<[string, string[]]>([
    ['ann.smith@example.com', ['ann']],
    ['ANN.SMITH@EXAMPLE.COM', ['ann']],
    ['ann.smith@exa', ['ann']],
    ['@example', ['bob', 'ann']],
    ['smith ann', ['ann']],
    ['smith bob', []],
    ['ann', ['ann']], // not joann
    ['joann', ['bob']],
    ['100%', ['symbols']],
    ['10%', []],
    ['a_b', ['symbols']],
    ['a%b', []],
    ['C:\\temp\\new', ['symbols']],
    ['"quoted"', ['symbols']],
    [`it's`, ['symbols']],
    ['a/b', ['symbols']],
    ['jörg', ['unicode']],
    ['MÜLLER', ['unicode']],
    ['straße”', ['unicode']],
    ['京タ', ['unicode']],
    ['fest', ['unicode']],
    ['second', ['lines']],
    ['third', ['lines']],
    ['needle-in-the-tail', ['large']],
    ['1234567', ['number']],
    ['12345', ['number']],
    ['19.99', ['number']],
    ['  ann.smith@example.com  ', ['ann']],
    ['.*', []],
    ['(', []],
  ])('by the text %j', async (text, events) => {
    expect(await find({ text })).toEqual(events)
  })

  test('by their id, in any case', async () => {
    const id = ids[name]!['bob']!
    expect(await find({ text: id })).toEqual(['bob'])
    expect(await find({ text: ` ${id.toLowerCase()} ` })).toEqual(['bob'])
    expect(await find({ text: id, types: ['c.d'] })).toEqual([])
  })

  test('by their idempotency key', async () => {
    // With an index those are found too that have it in their data; without, nobody knows how long that takes.
    expect(await find({ text: 'Key-4711' })).toEqual(name === 'indexed' ? ['mentions', 'keyed'] : ['keyed'])
    expect(
      await find({ text: 'Key-4711', channelId: 'c2', types: ['a.b'], since: '2020-01-01T00:00:00Z' }),
    ).toEqual(name === 'indexed' ? ['mentions', 'keyed'] : ['keyed'])
  })

  test('not by what is another organization’s', async () => {
    expect(await find({ text: 'theirs' })).toEqual([])
    expect(await find({ text: ids['other']!['ann']! })).toEqual([])
  })

  test('by type, channel and time', async () => {
    const all = EVENTS.map(([event]) => event).reverse()
    expect(await find({})).toEqual(all)
    expect(await find({ text: '', types: [], since: null })).toEqual(all)
    expect(await find({ types: ['c.d'] })).toEqual(['typed'])
    expect(await find({ types: ['c.d', 'a.b'] })).toEqual(all)
    expect(await find({ types: ['unknown.type'] })).toEqual([])
    expect(await find({ channelId: 'c1' })).toEqual(all)
    expect(await find({ channelId: 'c2' })).toEqual(all.filter((event) => event !== 'channel'))
    expect(await find({ channelId: 'unknown' })).toEqual([])
    const { event } = await organizations[name].client.request(
      `query ($id: ID!) { event(id: $id) { createdAt } }`,
      { id: ids[name]!['unicode'] },
    )
    const at = all.indexOf('unicode')
    expect(await find({ since: event.createdAt })).toEqual(all.slice(0, at + 1))
    expect(await find({ until: event.createdAt })).toEqual(all.slice(at + 1))
    expect(await find({ since: event.createdAt, text: 'jörg' })).toEqual(['unicode'])
    expect(await find({ until: event.createdAt, text: 'jörg' })).toEqual([])
    expect(await find({ since: '9999-12-31T00:00:00Z' })).toEqual([])
    expect(await find({ until: '0001-01-01T00:00:00Z' })).toEqual([])
  })

  test('with JSON that escapes what it need not, and JSON that jsonb refuses', async () => {
    const { client } = organizations[name]
    await client.requestText(
      `mutation ($input: PublishEventInput!) { publishEvent(input: $input) { event { id } } }`,
      String.raw`{"input":{"type":"a.b","data":{"e":"x\u002By@escaped.example\/path","n":"\u0000 J\u00d6rgen \ud800 1e400","big":1e400}}}`,
    )
    for (const text of ['x+y@escaped.example/path', 'escaped.ex', 'jörgen', '1e400'])
      expect(await find({ text }), text).toHaveLength(1)
  })
})

test('pages of every size lead through the whole list, in both directions', async () => {
  const { client } = organizations.indexed
  for (const filter of [{}, { types: ['a.b'] }, { text: 'example' }]) {
    const { ids: all } = await walk(client, 'events', filter)
    for (const size of [1, 2, 3, 5, all.length - 1, all.length, all.length + 1])
      for (const direction of ['older', 'newer'] as const) {
        const walked = await walk(client, 'events', filter, { size, direction })
        expect(walked.ids, `${direction} by ${size}`).toEqual(all)
      }
  }
})

test('a page says what is before and after it', async () => {
  const { client } = organizations.indexed
  const first = await readPage(client, 'events', { first: 3 })
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false })
  const second = await readPage(client, 'events', { first: 3, after: first.pageInfo.endCursor })
  expect(second.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true })
  const back = await readPage(client, 'events', { last: 3, before: second.pageInfo.startCursor })
  expect(back.ids).toEqual(first.ids)
  expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false })
  const last = await readPage(client, 'events', { last: 2 })
  expect(last.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
})

test.each([
  ['first: 1, last: 1', 'one direction'],
  ['first: 1, before: CURSOR', 'one direction'],
  ['last: 1, after: CURSOR', 'one direction'],
  ['last: 0', 'from 1 to 200'],
  ['last: 201', 'from 1 to 200'],
  ['last: 1, before: "garbage"', '"before" is not a cursor of this list'],
  ['filter: { text: "TEXT" }', '200 characters'],
  ['filter: { types: [TYPES] }', '100 values'],
])('refuses %s', async (given, message) => {
  const { client } = organizations.indexed
  const { pageInfo } = await readPage(client, 'events', { first: 1 })
  const written = given
    .replace('CURSOR', JSON.stringify(pageInfo.endCursor))
    .replace('TEXT', 'x'.repeat(201))
    .replace('TYPES', '"a.b" '.repeat(101))
  const { errors } = await client.send(`{ events(${written}) { nodes { id } } }`)
  expect(errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringContaining(message) },
  ])
})

test('a page read backward costs as much as one read forward', async () => {
  const { client } = organizations.indexed
  const { errors } = await client.send(
    `{ events(last: 200) { nodes { deliveries(first: 200) { nodes { id } } } } }`,
  )
  expect(errors).toMatchObject([{ message: expect.stringContaining('The operation costs') }])
})

test('the index is the organization’s choice', async () => {
  const operator = await app.operator()
  const { id, client } = await app.organization()
  const choose = async (searchIndex: boolean) => {
    const { updateOrganization } = await operator.request(
      `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization { searchIndex } userErrors { code } } }`,
      { input: { id, searchIndex } },
    )
    return updateOrganization.organization.searchIndex
  }
  expect((await client.request('{ organization { searchIndex } }')).organization.searchIndex).toBe(false)
  await createEventType(client, 'a.b')
  const indexed = async () => {
    const event = await publish(client, 'a.b', { word: 'chosen' })
    const [row] = await app.database.em.execute(
      'select search_words is not null as indexed from events where id = ?',
      [event],
    )
    return row!.indexed as boolean
  }
  expect(await indexed()).toBe(false)
  expect(await choose(true)).toBe(true)
  expect(await choose(true)).toBe(true)
  expect(await indexed()).toBe(true)
  expect((await walk(client, 'events', { text: 'chosen' })).ids).toHaveLength(2)
  expect(await choose(false)).toBe(false)
  expect(await indexed()).toBe(false)
  expect((await walk(client, 'events', { text: 'chosen' })).ids).toHaveLength(3)
})
