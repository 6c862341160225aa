import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { untilAgreed } from './support/agreement.ts'
import { audit, NOTHING_WRONG, readLog } from './support/audit.ts'
import { createWebhooks, draftEvents, publishAll, untilAllEnded } from './support/burst.ts'
import { followLog } from './support/follower.ts'
import { withHouse, type House } from './support/house.ts'
import { killAtRandom, ROUNDS, VICTIMS } from './support/kill.ts'
import { newTally } from './support/publisher.ts'
import { chooseSeed, createRandom } from './support/random.ts'
import { openReceivers } from './support/receivers.ts'
import { printFigures } from './support/report.ts'

/** Deliveries of the burst. */
const DELIVERIES = 2_000

test('nothing is lost when API, worker, Temporal and Postgres are killed at random during a burst (protocol 2.3)', async () => {
  const seed = chooseSeed()
  console.log(`Seed ${seed}: repeat this run with FAULT_SEED=${seed}`)
  const random = createRandom(seed)
  await using receivers = await openReceivers()
  await withHouse({ apis: 2, workers: 2 }, async (house) => {
    const types = await createWebhooks(house, receivers, 4)
    const drafts = draftEvents(random, types, DELIVERIES, {
      500: 0.06,
      // Each makes its webhook slow for a while, and some are enough to meet a kill.
      429: 0.01,
      reset: 0.03,
      slow: 0.05,
      hang: 0.004,
    })
    await using follower = followLog(house.clients)
    const tally = newTally()
    const publishing = publishAll(house, drafts, receivers, tally)
    const killing = killAtRandom(house, random, receivers, DELIVERIES)
    const [, inFlight] = await Promise.all([publishing, killing])
    await untilAllEnded(house, 400_000)

    const agreedAfter = await untilAgreed(house)
    const found = await audit(house, receivers, tally.accepted)
    const log = await readLog(house)
    await eventually(() => follower.seen.length >= log.length, {
      deadlineMs: 30_000,
      describe: () => describeGap(log, follower.seen),
    })
    printFigures('Kills during a burst', {
      faults: VICTIMS.map((victim) => `${ROUNDS} × ${victim}`).join(', '),
      audit: found,
      inFlight,
      more: `seed ${seed}; publishes tried again: ${JSON.stringify(Object.fromEntries(tally.refusals))}; subscriber connected again ${follower.reconnections()} times and saw ${follower.seen.length} attempts; Postgres and Temporal agreed after ${agreedAfter} s`,
    })
    expect(found).toMatchObject(NOTHING_WRONG)
    expect(found.deliveries).toBeGreaterThanOrEqual(DELIVERIES)
    expect(found.duplicated).toBeLessThanOrEqual(inFlight + found.interrupted)
    expect(follower.seen).toEqual(log)
    expect(await statusesOtherThanSucceeded(house)).toEqual([])
  })
})

function describeGap(log: string[], seen: string[]): string {
  const got = new Set(seen)
  const missing = log.flatMap((id, place) => (got.has(id) ? [] : [`${place} ${id}`]))
  return `the subscriber saw all ${log.length} attempts; it saw ${seen.length}. Missing: ${missing.slice(0, 30).join(', ')}`
}

const statusesOtherThanSucceeded = (house: House) =>
  house.query(`select id, status, decision from deliveries where status <> 'SUCCEEDED'`)
