import { setTimeout as delay } from 'node:timers/promises'
import type { TestClient } from '../../test/support/client.ts'
import type { ApiAlone } from '../stand/api-alone.ts'
import { publish, publishMany } from '../stand/durahook.ts'
import { keepBusy } from '../stand/load.ts'
import { orderData } from '../stand/order.ts'
import { measureWindow, type Window } from './window.ts'

const EVENTS = `query ($text: String) { list: events(first: 20, filter: { text: $text }) {
  nodes { id createdAt type } pageInfo { hasNextPage endCursor } } }`

const BY_CODE = `query ($codes: [Int!]) { list: deliveries(first: 20, filter: { statusCodes: $codes }) {
  nodes { id status } pageInfo { hasNextPage endCursor } } }`

const BY_EVENT = `query ($text: String) { list: deliveries(first: 20, filter: { text: $text }) {
  nodes { id status } pageInfo { hasNextPage endCursor } } }`

const QUERIES = { EVENTS, BY_CODE, BY_EVENT }

/** Lists may be read for a quarter of the time (0007): a search that waits for that would say nothing about its cost. */
const PAUSE = 4

/** Milliseconds of one search after the other, for each of the variables. `expected`: how many a page has to have. */
export async function timeSearches(
  client: TestClient,
  query: keyof typeof QUERIES,
  variables: readonly Record<string, unknown>[],
  expected: number,
): Promise<number[]> {
  const times: number[] = []
  for (const each of variables) {
    const begun = performance.now()
    const { list }: any = await client.request(QUERIES[query], each)
    const ms = performance.now() - begun
    if (list.nodes.length !== expected)
      throw new Error(`${JSON.stringify(each)} found ${list.nodes.length} instead of ${expected}.`)
    times.push(ms)
    await delay(ms * PAUSE)
  }
  return times
}

const PUBLISHERS = 32
const BATCH_PUBLISHERS = 4
const BATCH = 100
const WARM_UP_S = 2

/** Orders published that nobody receives, each in a request of its own or a hundred in one. */
export async function measureOrders(
  { processes }: ApiAlone,
  client: TestClient,
  { seconds, together }: { seconds: number; together: boolean },
): Promise<Window> {
  let accepted = 0
  const stop = new AbortController()
  const busy = keepBusy(together ? BATCH_PUBLISHERS : PUBLISHERS, stop.signal, async (number) => {
    const first = 100_000_000 + number * BATCH
    if (together)
      await publishMany(
        client,
        Array.from({ length: BATCH }, (_, index) => orderData(first + index)),
      )
    else await publish(client, orderData(first))
    accepted += together ? BATCH : 1
  })
  await delay(WARM_UP_S * 1000)
  const window = await measureWindow(seconds, () => accepted, { ...processes })
  stop.abort()
  await busy
  return window
}
