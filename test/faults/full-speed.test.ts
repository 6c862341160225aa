import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { audit, NOTHING_WRONG } from './support/audit.ts'
import { createWebhooks, draftEvents, publishAll, untilAllEnded } from './support/burst.ts'
import { withHouse } from './support/house.ts'
import { newTally } from './support/publisher.ts'
import { chooseSeed, createRandom } from './support/random.ts'
import { openReceivers } from './support/receivers.ts'
import { printFigures } from './support/report.ts'

const DELIVERIES = 10_000

/** How often each of the two is killed. */
const ROUNDS = 3

/** Publishers, and events they may be ahead of the receivers: enough to keep the workers busy. */
const PUBLISHERS = 4
const AHEAD = 600

/** In the other lane it would take minutes more, and prove what kills.test.ts does. */
test.runIf(process.env['FIRST_ATTEMPT'] === 'direct')(
  'SIGKILL of worker and API at full speed: nothing is lost, and no mark is left',
  async () => {
    const seed = chooseSeed()
    const random = createRandom(seed)
    await using receivers = await openReceivers()
    await withHouse({ environment: { DATABASE_POOL_SIZE: '20' } }, async (house) => {
      const types = await createWebhooks(house, receivers, 4)
      const drafts = draftEvents(random, types, DELIVERIES, {})
      const tally = newTally()
      const began = performance.now()
      const publishing = Array.from({ length: PUBLISHERS }, (_, index) =>
        publishAll(
          house,
          drafts.filter((_draft, at) => at % PUBLISHERS === index),
          receivers,
          tally,
          AHEAD,
        ),
      )
      let inFlight = 0
      for (let round = 1; round <= ROUNDS; round += 1) {
        const moment = (DELIVERIES / (ROUNDS + 1)) * round
        await eventually(() => receivers.arrivals.length >= moment, { deadlineMs: 240_000 })
        const [{ count } = { count: 0 }] = await house.query<{ count: number }>(
          'select count(*)::int as count from deliveries where attempt_started_at is not null',
        )
        inFlight += Math.max(count, receivers.open())
        await Promise.all([house.workers[0]!.kill(), house.apis[0]!.kill()])
      }
      await Promise.all(publishing)
      const seconds = (performance.now() - began) / 1_000
      await untilAllEnded(house, 240_000)

      const found = await audit(house, receivers, tally.accepted)
      printFigures('SIGKILL at full speed of the direct lane', {
        faults: `${ROUNDS} × worker and API together`,
        audit: found,
        inFlight,
        more: `seed ${seed}; ${Math.round(DELIVERIES / seconds)} deliveries a second, kills included; publishes tried again: ${JSON.stringify(Object.fromEntries(tally.refusals))}`,
      })
      expect(found).toMatchObject(NOTHING_WRONG)
      expect(found.deliveries).toBeGreaterThanOrEqual(DELIVERIES)
      expect(found.duplicated).toBeLessThanOrEqual(inFlight + found.interrupted)
      const marks = `select id from deliveries where attempt_started_at is not null or leased_until is not null or status <> 'SUCCEEDED'`
      expect(await house.query(marks)).toEqual([])
    })
  },
)
