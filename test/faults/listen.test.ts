import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { RequestRefused, verify } from '../../src/receiver-library/index.ts'
import { eventually } from '../support/eventually.ts'
import { createEventType } from '../support/webhooks.ts'
import { withHouse } from './support/house.ts'
import { startProgram } from './support/program.ts'
import { newTally, publishUntilAccepted } from './support/publisher.ts'
import { chooseSeed, createRandom } from './support/random.ts'

const EVENTS = 1_000
/** Events of one publish. */
const BATCH = 10
/** How often the command line is killed, and the API as often. */
const KILLS = 10
const TYPE = 'thing.happened'

interface Arrival {
  headers: Record<string, string>
  body: string
}

/** A developer's server, which keeps what arrives. */
async function openLocal() {
  const arrivals: Arrival[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      arrivals.push({ headers: request.headers as Record<string, string>, body })
      response.writeHead(200).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    arrivals,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

test('durahook listen misses nothing while it and the API are killed, and verifies', async () => {
  const seed = chooseSeed()
  console.log(`Seed ${seed}: repeat this run with FAULT_SEED=${seed}`)
  const random = createRandom(seed)
  await using local = await openLocal()
  await withHouse({ apis: 2, workers: 1 }, async (house) => {
    await createEventType(house.clients[0]!, TYPE)
    const [listened, other] = house.clients as [(typeof house.clients)[0], (typeof house.clients)[0]]
    await using listener = await startProgram({
      name: 'listen',
      command: 'listen',
      args: ['--forward-to', local.url],
      folder: house.folder,
      environment: { DURAHOOK_URL: listened.url, DURAHOOK_API_KEY: listened.apiKey },
    })
    const secretOf = () => /Signed with (whsec_\S+)/.exec(house.logOf(listener))?.[1]
    const secret = await eventually(secretOf)

    const tally = newTally()
    const keys = Array.from({ length: EVENTS }, (_, index) => `event-${index}`)
    const victims = random.shuffle([...Array(KILLS).fill('listen'), ...Array(KILLS).fill('api')])
    const moments = victims.map(() => random.between(20, EVENTS - 20)).sort((a, b) => a - b)
    const seen = () => new Set(local.arrivals.map(({ headers }) => headers['webhook-id'])).size
    async function publish(): Promise<void> {
      for (let from = 0; from < EVENTS; from += BATCH) {
        const drafts = keys.slice(from, from + BATCH).map((key) => ({ key, type: TYPE, manners: [] }))
        await publishUntilAccepted([other], drafts, tally)
        // So that some come while it listens, some while it does not.
        await eventually(() => from - seen() < 200, { deadlineMs: 120_000 })
      }
    }
    async function kill(): Promise<void> {
      for (const [index, victim] of victims.entries()) {
        await eventually(() => seen() >= moments[index]!, {
          deadlineMs: 120_000,
          describe: () =>
            `${moments[index]} events arrived; ${seen()} did: ${house.logOf(listener).slice(-2_000)}`,
        })
        await (victim === 'api' ? house.apis[0]! : listener).kill()
      }
    }
    await Promise.all([publish(), kill()])

    await eventually(
      async () => {
        const [row] = await house.query<{ open: number }>(
          `select count(*)::int as open from deliveries where status = 'PENDING'`,
        )
        return row!.open === 0
      },
      { deadlineMs: 120_000, describe: () => `all deliveries end; ${seen()} events arrived` },
    )
    const ids = [...tally.accepted.values()]
    expect(ids).toHaveLength(EVENTS)
    const arrived = new Set(local.arrivals.map(({ headers }) => headers['webhook-id']))
    const missed = ids.filter((id) => !arrived.has(id))
    const repeated = local.arrivals.length - arrived.size
    const [{ interrupted, logged, succeeded }] = (await house.query(
      `select (select count(*)::int from attempts where outcome = 'INTERRUPTED') as interrupted,
        (select count(distinct delivery_id)::int from attempts) as logged,
        (select count(*)::int from deliveries where status = 'SUCCEEDED') as succeeded`,
    )) as [Record<'interrupted' | 'logged' | 'succeeded', number>]
    console.log(
      `durahook listen, ${EVENTS} events, killed ${KILLS} times, the API ${KILLS} times: missed ${missed.length}, repeated ${repeated}, on their way at a kill ${interrupted}`,
    )
    expect(missed).toEqual([])
    expect(repeated).toBeLessThanOrEqual(interrupted)
    // A report that comes after its attempt was logged as INTERRUPTED counts, and adds no entry to the log.
    expect({ logged, succeeded }).toEqual({ logged: EVENTS, succeeded: EVENTS })
    for (const { headers, body } of local.arrivals) {
      await verify(body, headers, secret)
      new Webhook(secret).verify(body, headers)
      await expect(verify(`${body} `, headers, secret)).rejects.toThrow(RequestRefused)
    }
  })
})
