import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { audit, NOTHING_WRONG, readLog } from './support/audit.ts'
import { createWebhooks, draftEvents, publishAll, untilAllEnded } from './support/burst.ts'
import { followLog } from './support/follower.ts'
import { withHouse } from './support/house.ts'
import { newTally } from './support/publisher.ts'
import { chooseSeed, createRandom } from './support/random.ts'
import { openReceivers } from './support/receivers.ts'
import { printFigures } from './support/report.ts'

/** Deliveries around each shutdown. */
const DELIVERIES = 100

/** Requests that wait for their answers when a process is asked to end. */
const UNDER_WAY = 5

/** How a process ends that was asked to and had nothing to complain about. */
const IN_ORDER = { code: 0, signal: null }

test('SIGTERM of APIs and workers during a burst drops nothing and waits for attempts under way', async () => {
  const seed = chooseSeed()
  const random = createRandom(seed)
  await using receivers = await openReceivers()
  await withHouse({ apis: 2, workers: 2 }, async (house) => {
    const types = await createWebhooks(house, receivers, 4)
    await using follower = followLog(house.clients)
    const tally = newTally()
    let inFlight = 0
    // One after the other, then all at once.
    const rounds = [
      [house.workers[0]!],
      [house.apis[0]!],
      [house.workers[1]!],
      [house.apis[1]!],
      [...house.workers, ...house.apis],
    ]
    const drafts = draftEvents(random, types, rounds.length * DELIVERIES, { 500: 0.03, slow: 0.5 })
    const perRound = Math.ceil(drafts.length / rounds.length)
    for (const [index, programs] of rounds.entries()) {
      const wave = drafts.slice(index * perRound, (index + 1) * perRound)
      const publishing = publishAll(house, wave, receivers, tally, 50)
      await eventually(() => receivers.open() >= UNDER_WAY, {
        deadlineMs: 120_000,
        describe: () => `${UNDER_WAY} requests wait for their answers; ${receivers.open()} do`,
      })
      inFlight += receivers.open()
      const ends = await Promise.all(programs.map((program) => program.terminate()))
      expect(ends).toEqual(programs.map(() => IN_ORDER))
      await Promise.all(programs.map((program) => program.start()))
      await publishing
    }
    await untilAllEnded(house, 120_000)

    const found = await audit(house, receivers, tally.accepted)
    printFigures('Graceful shutdowns during a burst', {
      faults: `SIGTERM: ${rounds.map((programs) => programs.map(({ name }) => name).join(' + ')).join(', ')}`,
      audit: found,
      inFlight,
      more: `seed ${seed}; publishes tried again: ${JSON.stringify(Object.fromEntries(tally.refusals))}`,
    })
    expect(found).toMatchObject({ ...NOTHING_WRONG, duplicated: 0, interrupted: 0 })
    const log = await readLog(house)
    await eventually(() => follower.seen.length >= log.length, { deadlineMs: 30_000 })
    expect(follower.seen).toEqual(log)
  })
})
