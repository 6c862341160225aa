/**
 * `npm run bench:search`: how long a search takes among 2,000,000 events of 40 days, and what its index costs publishing: organizations
 * with it and without publish in turn. `-- quick`: only to see that it runs.
 */
import { sql } from '../src/database/sql.ts'
import { createRecorder } from './recorder.ts'
import { publishResults } from './results.ts'
import { measureOrders, timeSearches } from './scenarios/search.ts'
import { someEvents, storeEvents, type Stored } from './scenarios/stored-events.ts'
import { startApiAlone } from './stand/api-alone.ts'
import { emailOf } from './stand/order.ts'
import { print } from './measure/progress.ts'

const quick = process.argv.includes('quick')
const EVENTS = quick ? 40_000 : 2_000_000
const OTHERS = 3
const DAYS = 40
const SEARCHES = quick ? 5 : 200
const ROUNDS = quick ? 1 : 4
const SECONDS = quick ? 1 : 8
/** One search among 2,000,000 events. */
const GOAL = { p99: 300 }

const recorder = createRecorder('sqlite')
await using api = await startApiAlone()
const { database } = api

const LONG_AGO = new Date(Date.now() - 400 * 86_400_000)
const large = await api.organization(LONG_AGO)
const stored: Stored[] = [{ organizationId: large.id, isIndexed: true, events: EVENTS }]
for (let other = 0; other < OTHERS; other += 1) {
  const isIndexed = other === 0
  const { id: organizationId } = await api.organization(isIndexed ? LONG_AGO : null)
  stored.push({ organizationId, isIndexed, events: EVENTS / 40 })
}
print(`storing ${EVENTS} events, and ${OTHERS} times ${EVENTS / 40} of others`)
await storeEvents(database, stored, DAYS)
const [size] = await sql<{ words: number; data: number }>(database)`
  select (sum(pg_table_size(p.inhrelid)) / 2 ^ 20)::float8 as data, (sum(pg_relation_size(i.oid)) / 2 ^ 20)::float8 as words
  from pg_inherits p join pg_class i on i.relname = p.inhrelid::regclass || '_by_words' where p.inhparent = 'events'::regclass`
recorder.add('search', 'events, with their words', 'MiB', size!.data)
recorder.add('search', 'index of words', 'MiB', size!.words)

const some = await someEvents(database, large.id, SEARCHES)
const texts = (textOf: (event: (typeof some)[number], index: number) => string) =>
  some.map((event, index) => ({ text: textOf(event, index) }))
const search = (name: string, times: number[]) => recorder.times(`search: ${name}`, times, GOAL)
const { client } = large
// Connections that plan for all partitions for the first time take longer.
await timeSearches(client, 'EVENTS', texts(({ number }) => emailOf(number)).slice(0, 10), 1)
search(
  'an e-mail address',
  await timeSearches(
    client,
    'EVENTS',
    texts(({ number }) => emailOf(number)),
    1,
  ),
)
search(
  'nothing matches',
  await timeSearches(
    client,
    'EVENTS',
    texts((_, index) => `nobody.${index}@nowhere.example`),
    0,
  ),
)
search(
  'a word of all events',
  await timeSearches(
    client,
    'EVENTS',
    texts(() => 'present'),
    20,
  ),
)
search(
  'a word of a sixth',
  await timeSearches(
    client,
    'EVENTS',
    texts(() => 'dijkstra'),
    20,
  ),
)
search(
  'two words never together',
  await timeSearches(client, 'EVENTS', texts(() => 'dijkstra lovelace').slice(0, 20), 0),
)
search(
  'the beginning of an address',
  await timeSearches(
    client,
    'EVENTS',
    texts(({ number }) => emailOf(number).slice(0, -12)),
    1,
  ),
)
search(
  'an event’s id',
  await timeSearches(
    client,
    'EVENTS',
    texts(({ id }) => id),
    1,
  ),
)
search(
  'an idempotency key',
  await timeSearches(
    client,
    'EVENTS',
    texts(({ key }) => key),
    1,
  ),
)
search(
  'deliveries by e-mail address',
  await timeSearches(
    client,
    'BY_EVENT',
    texts(({ number }) => emailOf(number)),
    1,
  ),
)
search(
  'deliveries by status code',
  await timeSearches(
    client,
    'BY_CODE',
    some.map((_, index) => ({ codes: [500 + (index % 4)] })),
    20,
  ),
)
search(
  'deliveries by a code that none has',
  await timeSearches(
    client,
    'BY_CODE',
    some.map((_, index) => ({ codes: [410 + (index % 4)] })),
    0,
  ),
)

const publishers = [
  { isIndexed: false, ...(await api.organization(null)) },
  { isIndexed: true, ...(await api.organization(LONG_AGO)) },
]
for (const together of [false, true]) {
  const name = together ? 'publishEvents of 100' : 'publishEvent'
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = round % 2 === 0 ? publishers : publishers.toReversed()
    const windows = new Map<boolean, Awaited<ReturnType<typeof measureOrders>>>()
    for (const each of order)
      windows.set(each.isIndexed, await measureOrders(api, each.client, { seconds: SECONDS, together }))
    const [without, withIndex] = [windows.get(false)!, windows.get(true)!]
    for (const [label, { perSecond, cpuMs }] of [
      ['without', without],
      ['with', withIndex],
    ] as const) {
      recorder.add(name, `${label} index`, 'events/s', perSecond)
      recorder.add(name, `CPU of Postgres ${label} index`, 'ms/event', cpuMs['postgres']!)
      recorder.add(name, `CPU of the API ${label} index`, 'ms/event', cpuMs['api']!)
    }
    recorder.add(name, 'events/s, with / without', '', withIndex.perSecond / without.perSecond)
    recorder.add(
      name,
      'CPU of Postgres, with / without',
      '',
      withIndex.cpuMs['postgres']! / without.cpuMs['postgres']!,
    )
  }
}
publishResults('search', recorder.figures)
