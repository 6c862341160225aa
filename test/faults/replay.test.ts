import { encodeTime } from 'ulid'
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'
import { withHouse, type House } from './support/house.ts'
import { killAtRandom, ROUNDS, VICTIMS } from './support/kill.ts'
import { chooseSeed, createRandom } from './support/random.ts'
import { arrivalKey, openReceivers } from './support/receivers.ts'

/** How many deliveries have failed. REPLAYED=100000 is the long way. */
const REPLAYED = Number(process.env['REPLAYED'] ?? 2_000)
const TYPE = 'to.happened'
const FIGURES = ['matched', 'queued', 'delivered', 'failed', 'skipped'] as const

test(
  'a replay sends each delivery by exactly one new run while API, worker, Temporal and Postgres are killed',
  async () => {
    const seed = chooseSeed()
    console.log(`Seed ${seed}: repeat this run with FAULT_SEED=${seed}`)
    await using receivers = await openReceivers()
    await withHouse({ apis: 2, workers: 2 }, async (house) => {
      await createEventType(house.clients[0]!, TYPE)
      const { id: webhookId } = await createWebhook(house.clients[0]!, {
        url: `${receivers.url}/to`,
        eventTypes: [TYPE],
      })
      await writeFailed(house, webhookId, REPLAYED)
      const input = { webhookId, ratePerSecond: 1_000, idempotencyKey: 'once' }
      const [id, same] = await Promise.all(
        house.clients.map((_client, index) => untilStarted(house, index, input)),
      )
      expect(same).toBe(id)

      let ended = false
      const watching = watch(house, id!, () => ended)
      const inFlight = await killAtRandom(house, createRandom(seed), receivers, REPLAYED)
      await eventually(
        async () =>
          (await house.query(`select from replays where status = 'COMPLETED'`).catch(() => [])).length > 0,
        {
          deadlineMs: 180_000 + REPLAYED * 50,
          describe: () => `the replay ended; ${receivers.arrivals.length} arrived`,
        },
      )
      ended = true
      const seen = await watching

      // A delivery whose workflow Temporal lost with its last moment is started again (0013): that is another run of the same.
      const runs = await house.query<{ run: number; status: string; count: number }>(
        `select run, status, count(*)::int as count from deliveries group by run, status order by run`,
      )
      const [{ interrupted }] = (await house.query(
        `select count(*)::int as interrupted from attempts where outcome = 'INTERRUPTED'`,
      )) as [{ interrupted: number }]
      expect(runs[0]).toMatchObject({ run: 2, status: 'SUCCEEDED' })
      expect(runs.every(({ status }) => status === 'SUCCEEDED')).toBe(true)
      expect(REPLAYED - runs[0]!.count).toBeLessThanOrEqual(inFlight + interrupted)
      const [replay] = await house.query(`select * from replays`)
      expect(replay).toMatchObject({
        matched: REPLAYED,
        queued: REPLAYED,
        delivered: REPLAYED,
        failed: 0,
        skipped: 0,
      })

      const events = await house.query<{ id: string }>(`select id from events`)
      const answered = Map.groupBy(
        receivers.arrivals.filter(({ answered: status }) => status === 200),
        ({ key }) => key,
      )
      const missed = events.filter(({ id: event }) => !answered.has(arrivalKey(event, '/to')))
      const duplicates = receivers.arrivals.length - answered.size
      console.log(
        `Replay of ${REPLAYED} during ${VICTIMS.map((victim) => `${ROUNDS} × ${victim}`).join(', ')}: missed ${missed.length}, requests twice ${duplicates}, runs ${JSON.stringify(runs)}, on their way at kills ${inFlight}; ${seen.length} states seen`,
      )
      expect(missed).toEqual([])
      expect(duplicates).toBeLessThanOrEqual(inFlight + interrupted)
      for (const [index, state] of seen.entries())
        for (const figure of FIGURES)
          expect(state[figure]).toBeGreaterThanOrEqual(seen[index - 1]?.[figure] ?? 0)
      expect(seen.at(-1)).toMatchObject({ matched: REPLAYED, delivered: REPLAYED })
      expect(await house.query(`select from attempts where outcome = 'FAILED'`)).toEqual([])
    })
  },
  420_000 + REPLAYED * 90,
)

/** Deliveries that failed a minute ago, with their events. */
async function writeFailed(house: House, webhookId: string, count: number): Promise<void> {
  const digit = (shift: number) => `substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (i >> ${shift} & 31), 1)`
  const at = encodeTime(Date.now() - 60_000, 10)
  await house.query(
    `with n as materialized (
      select '${at}000000000000' || ${[15, 10, 5, 0].map(digit).join(' || ')} as id, now() - interval '1 minute' as at from generate_series(1, $1::int) i
    ), written as (
      insert into events (id, organization_id, type, occurred_at, data, channels, test, created_at)
      select 'evt_' || id, $2, $3, at, '{"manners":[]}', '{}', false, at from n
    )
    insert into deliveries (id, organization_id, webhook_id, event_id, event_type, test, status, decision, trigger, attempt_count,
      status_code, error_kind, created_at, finished_at)
    select 'wd_' || id, $2, $4, 'evt_' || id, $3, false, 'FAILED', '', 'AUTOMATIC', 1, 500, 'HTTP_STATUS', at, at from n`,
    [count, house.organizationId, TYPE, webhookId],
  )
}

const START = `mutation ($input: StartReplayInput!) { startReplay(input: $input) { replay { id } userErrors { message } } }`

async function untilStarted(house: House, index: number, input: object): Promise<string> {
  return eventually(async () => {
    const data = await house.clients[index]!.request(START, { input }).catch(() => null)
    return (data?.startReplay.replay?.id as string | undefined) ?? null
  })
}

/** The figures of the replay as one API after the other gives them, until it has ended. */
async function watch(house: House, id: string, hasEnded: () => boolean): Promise<Record<string, number>[]> {
  const seen: Record<string, number>[] = []
  for (let round = 0, last = false; !last; round += 1) {
    last = hasEnded()
    const client = house.clients[round % house.clients.length]!
    const data = await client
      .request(`query ($id: ID!) { replay(id: $id) { ${FIGURES.join(' ')} } }`, { id })
      .catch(() => null)
    if (data) seen.push(data.replay)
    else last = false
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return seen
}
