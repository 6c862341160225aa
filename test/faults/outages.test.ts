import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { GraphQLAnswer } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { audit, NOTHING_WRONG, readLog } from './support/audit.ts'
import { createWebhooks, publishAll, untilAllEnded } from './support/burst.ts'
import { followLog } from './support/follower.ts'
import { withHouse, type House } from './support/house.ts'
import {
  newTally,
  publishUntilAccepted,
  toEvent,
  type Draft,
  type PublishTally,
} from './support/publisher.ts'
import { openReceivers, type Manner, type Receivers } from './support/receivers.ts'
import { printFigures } from './support/report.ts'
import { canMount, mountSmallDisk, type SmallDisk } from './support/small-disk.ts'

/** The longest timeout there is: requests wait at the gate while a part is taken away. */
const PATIENT = { retryPolicy: { timeoutMs: 30_000 } }

/** How long Temporal stays away, in milliseconds: longer than every retry inside its SDK. */
const TEMPORAL_AWAY_MS = 130_000

const PUBLISH = /* GraphQL */ `
  mutation ($input: PublishEventInput!) {
    publishEvent(input: $input) {
      event {
        id
      }
      duplicate
      userErrors {
        code
      }
    }
  }
`

const drafts = (prefix: string, type: string, count: number, ...manners: Manner[]): Draft[] =>
  Array.from({ length: count }, (_, index) => ({ key: `${prefix}-${index}`, type, manners }))

const onTheirWay = async (house: House) =>
  (await house.query('select id from deliveries where attempt_started_at is not null')).length

test('while Temporal is away for minutes publishing works, and all is delivered afterwards', async () => {
  await using receivers = await openReceivers()
  await withHouse({}, async (house) => {
    const [type] = (await createWebhooks(house, receivers, 1, PATIENT)) as [string]
    const tally = newTally()
    await warmUp(house, receivers, type, tally)
    await publishUntilAccepted(house.clients, drafts('before', type, 10, '500'), tally)
    await publishUntilAccepted(house.clients, drafts('during', type, 5, 'gated'), tally)
    await untilAtGate(house, receivers, 5)
    await house.temporal.kill()
    const back = delay(TEMPORAL_AWAY_MS)
    receivers.openGate()
    await publishAll(house, drafts('away', type, 200, 'ok'), receivers, tally, Infinity)
    expect(tally.refusals).toEqual(new Map())
    await back
    await house.temporal.start()
    await untilAllEnded(house, 180_000)

    const found = await audit(house, receivers, tally.accepted)
    printFigures('Temporal away', {
      faults: `Temporal killed and away for ${TEMPORAL_AWAY_MS / 1000} s`,
      audit: found,
      inFlight: 5,
    })
    expect(found).toMatchObject(NOTHING_WRONG)
    expect(found.duplicated).toBeLessThanOrEqual(5)
    // They waited; nobody had to start them again.
    expect([...house.workers, ...house.apis].flatMap(({ ends }) => ends)).toEqual([])
  })
})

test('while Postgres is away publishing answers UNAVAILABLE, and answers of receivers wait to be recorded', async () => {
  await using receivers = await openReceivers()
  await withHouse({}, async (house) => {
    const [type] = (await createWebhooks(house, receivers, 1, PATIENT)) as [string]
    const tally = newTally()
    await warmUp(house, receivers, type, tally)
    await using follower = followLog(house.clients)
    // In the middle of first attempts, and of retries, which run otherwise.
    await publishUntilAccepted(house.clients, drafts('first', type, 8, 'gated'), tally)
    await publishUntilAccepted(house.clients, drafts('retry', type, 4, '500', 'gated'), tally)
    await untilAtGate(house, receivers, 12)
    await house.postgres.kill()
    receivers.openGate()
    const draft = { key: 'refused', type, manners: ['ok'] } satisfies Draft
    expectUnavailable(await house.clients[0]!.send(PUBLISH, { input: toEvent(draft) }))
    await untilAllWaitToRecord(house, 12)
    await house.postgres.start()

    await expectStoredOnce(house, draft, tally)
    await untilAllEnded(house, 120_000)
    const found = await audit(house, receivers, tally.accepted)
    printFigures('Postgres away', { faults: 'Postgres killed', audit: found, inFlight: 12 })
    expect(found).toMatchObject({ ...NOTHING_WRONG, duplicated: 0, interrupted: 0 })
    await expectWholeLog(house, follower.seen)
    expect([...house.workers, ...house.apis].flatMap(({ ends }) => ends)).toEqual([])
  })
})

test.skipIf(!canMount())(
  'a full disk under Postgres is the same: UNAVAILABLE, and nothing is lost',
  async () => {
    await using receivers = await openReceivers()
    let disk!: SmallDisk
    const preparePostgres = (folder: string) => Promise.resolve((disk = mountSmallDisk(folder, 160)))
    await withHouse({ preparePostgres }, async (house) => {
      const [type] = (await createWebhooks(house, receivers, 1, PATIENT)) as [string]
      const tally = newTally()
      await warmUp(house, receivers, type, tally)
      await using follower = followLog(house.clients)
      await publishUntilAccepted(house.clients, drafts('first', type, 8, 'gated'), tally)
      await untilAtGate(house, receivers, 8)
      disk.fill()
      // Large, so that it needs space that is not there: pages in use still have room for a few small rows.
      const draft = { key: 'refused', type, manners: ['ok'], ballast: ballast(200_000) } satisfies Draft
      expectUnavailable(await house.clients[0]!.send(PUBLISH, { input: toEvent(draft) }))
      // Its log may be a moment behind its answer.
      await eventually(() => house.logOf(house.apis[0]!).includes('53100'))
      expect(await house.query(`select id from events where idempotency_key = 'refused'`)).toEqual([])
      receivers.openGate(randomBytes(60_000))
      await untilAllWaitToRecord(house, 8)
      disk.free()
      // With no room left for its own log Postgres ends itself, and can't start before there is some.
      const ended = !house.postgres.lives()
      if (ended) await house.postgres.start()

      await expectStoredOnce(house, draft, tally)
      await untilAllEnded(house, 120_000)
      const found = await audit(house, receivers, tally.accepted)
      printFigures('Disk full', {
        faults: `the disk under Postgres filled${ended ? '; Postgres ended itself' : ''}`,
        audit: found,
        inFlight: 8,
      })
      expect(found).toMatchObject({ ...NOTHING_WRONG, duplicated: 0, interrupted: 0 })
      await expectWholeLog(house, follower.seen)
      expect([...house.workers, ...house.apis].flatMap(({ ends }) => ends)).toEqual([])
    })
  },
)

/** Delivers one event: a worker needs seconds to start, and what waits at the gate can't wait for that. */
async function warmUp(house: House, receivers: Receivers, type: string, tally: PublishTally): Promise<void> {
  await publishUntilAccepted(house.clients, drafts('warm', type, 1, 'ok'), tally)
  await eventually(() => receivers.arrivals.length === 1, { deadlineMs: 120_000 })
}

/** Waits until `count` requests wait at the gate: it must be opened within the 30 s of a request. */
async function untilAtGate(house: House, receivers: Receivers, count: number): Promise<void> {
  await eventually(async () => receivers.open() === count && (await onTheirWay(house)) === count, {
    describe: () => `${count} requests wait for their answers; ${receivers.open()} do`,
  })
}

const ballast = (bytes: number) => randomBytes(bytes / 2).toString('hex')

function expectUnavailable({ errors }: GraphQLAnswer): void {
  expect(errors).toHaveLength(1)
  expect(errors![0]!.extensions.code).toBe('UNAVAILABLE')
  expect(errors![0]!.message).toMatch(/Try again/)
}

/** Published again, and again: one event. */
async function expectStoredOnce(house: House, draft: Draft, tally: PublishTally): Promise<void> {
  const publish = () => house.clients[0]!.request(PUBLISH, { input: toEvent(draft) })
  const first = await eventually(() => publish().catch(() => null))
  expect(first.publishEvent).toMatchObject({ duplicate: false, userErrors: [] })
  const second = await publish()
  expect(second.publishEvent).toEqual({ ...first.publishEvent, duplicate: true })
  tally.accepted.set(draft.key, first.publishEvent.event.id)
}

/** The worker says that it has answers it can't record: at once for the first, and ten seconds later how often it left that out. */
async function untilAllWaitToRecord(house: House, count: number): Promise<void> {
  const said = () =>
    house
      .logOf(house.workers[0]!)
      .split('\n')
      .filter((line) => line.includes('could not be recorded yet'))
      .reduce((sum, line) => sum + 1 + ((JSON.parse(line) as { leftOut?: number }).leftOut ?? 0), 0)
  await eventually(() => said() >= count, {
    describe: () => `${count} answers wait to be recorded; ${said()} were said to`,
  })
}

async function expectWholeLog(house: House, seen: readonly string[]): Promise<void> {
  const log = await readLog(house)
  await eventually(() => seen.length >= log.length, {
    deadlineMs: 30_000,
    describe: () => `the subscriber saw ${log.length} attempts; it saw ${seen.length}`,
  })
  expect(seen).toEqual(log)
}
