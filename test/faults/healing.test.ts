import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startDebianPostgres, type DebianPostgres } from '../support/debian-postgres.ts'
import { eventually } from '../support/eventually.ts'
import { openTemporal } from '../support/temporal.ts'
import { untilAgreed } from './support/agreement.ts'
import { audit } from './support/audit.ts'
import { createWebhooks, untilAllEnded } from './support/burst.ts'
import { followLog, type Follower } from './support/follower.ts'
import { withHouse, type House, type HouseOptions } from './support/house.ts'
import { newTally, publishUntilAccepted, type Draft, type PublishTally } from './support/publisher.ts'
import { openReceivers, type Manner, type Receivers } from './support/receivers.ts'
import { printTable } from './support/report.ts'

/** Deliveries of each kind. */
const COUNT = 20

const table: (string | number)[][] = []
afterAll(() => {
  const heads = [
    'what happened',
    'deliveries',
    'agree after',
    'lost',
    'duplicates',
    'at most',
    'missed by a subscriber',
  ]
  printTable('Healing', heads, table)
})

/** What every test is about: a house with webhooks, events published to them, and a subscriber. */
interface Scene {
  house: House
  receivers: Receivers
  follower: Follower
  tally: PublishTally
  types: string[]
  publish(prefix: string, type: number, count: number, ...manners: Manner[]): Promise<void>
  /** Waits until so many deliveries wait minutes for their next attempt. */
  untilWaiting(count: number): Promise<unknown>
  /** Waits until so many requests wait at the receivers' gate. */
  untilAtGate(count: number): Promise<unknown>
  untilDelivered(count: number): Promise<unknown>
}

async function inScene(play: (scene: Scene) => Promise<void>, options: HouseOptions = {}): Promise<void> {
  await using receivers = await openReceivers()
  await withHouse(options, async (house) => {
    // The longest timeout there is: requests wait at the gate while disks are copied.
    const types = await createWebhooks(house, receivers, 3, { retryPolicy: { timeoutMs: 30_000 } })
    await using follower = followLog(house.clients)
    const tally = newTally()
    const count = async (condition: string) =>
      (await house.query<{ n: number }>(`select count(*)::int as n from deliveries where ${condition}`))[0]!.n
    const until = (condition: string, wanted: number) =>
      eventually(async () => (await count(condition)) === wanted, {
        deadlineMs: 120_000,
        describe: () => `${wanted} deliveries are ${condition}`,
      })
    const scene: Scene = {
      house,
      receivers,
      follower,
      tally,
      types,
      async publish(prefix, type, amount, ...manners) {
        const drafts = Array.from({ length: amount }, (_, index): Draft => ({
          key: `${prefix}-${index}`,
          type: types[type]!,
          manners,
        }))
        await publishUntilAccepted(house.clients, drafts, tally)
      },
      untilWaiting: (wanted) => until(`next_attempt_at > now() + interval '1 minute'`, wanted),
      untilAtGate: (wanted) =>
        eventually(
          async () =>
            receivers.open() === wanted && (await count('attempt_started_at is not null')) === wanted,
          {
            describe: () => `${wanted} requests are at the gate; ${receivers.open()} are`,
          },
        ),
      untilDelivered: (wanted) => until(`status = 'SUCCEEDED'`, wanted),
    }
    await scene.publish('warm', 0, 1, 'ok') // a worker needs seconds to start
    await scene.untilDelivered(1)
    await play(scene)
  })
}

/** Waits until all agree and all is delivered, and adds a line to the table. `atMost`: duplicates that are allowed. */
async function expectHealed(what: string, scene: Scene, atMost: number): Promise<void> {
  const { house, receivers, follower, tally } = scene
  const seconds = await untilAgreed(house)
  await untilAllEnded(house, 180_000)
  const found = await audit(house, receivers, tally.accepted)
  const logged = await house.query<{ entry: string }>(
    `select delivery_id || '/' || number || ' ' || outcome as entry from attempts`,
  )
  const missed = () => logged.filter(({ entry }) => !follower.outcomes.has(entry)).length
  await eventually(() => missed() === 0, { deadlineMs: 30_000 }).catch(() => {})
  table.push([what, found.deliveries, `${seconds} s`, found.lost.length, found.duplicated, atMost, missed()])
  expect(found).toMatchObject({ lost: [], unfinished: [], afterSuccess: [] })
  expect(found.duplicated).toBeLessThanOrEqual(atMost)
  expect(missed()).toBe(0)
  expect(
    await house.query(`select id, decision from deliveries where status not in ('SUCCEEDED', 'CANCELED')`),
  ).toEqual([])
}

test('Temporal loses all it has, with deliveries being retried and in the middle of attempts', async () => {
  await inScene(async (scene) => {
    const { house, receivers, publish, untilWaiting, untilAtGate } = scene
    await publish('retried', 0, COUNT, '500', '500')
    await untilWaiting(COUNT)
    await publish('first', 1, COUNT, 'gated')
    await untilAtGate(COUNT)
    await house.temporal.kill()
    await house.temporal.wipe()
    receivers.openGate()
    await house.temporal.start()
    await expectHealed(`Temporal wiped, ${COUNT} retrying, ${COUNT} in attempts`, scene, COUNT)
    // One attempt each that was due, none made again.
    const attempts = await house.query<{ n: number }>(
      `select count(*)::int as n from attempts join deliveries on deliveries.id = delivery_id
        where deliveries.webhook_id = (select id from webhooks where url like '%to1.happened') and outcome <> 'INTERRUPTED' group by delivery_id`,
    )
    expect(Math.max(...attempts.map(({ n }) => n))).toBe(3)
  })
})

test('Temporal is restored from an older snapshot', async () => {
  await inScene(async (scene) => {
    const { house, publish, untilWaiting, untilDelivered } = scene
    await publish('before', 0, COUNT, '500', '500')
    await untilWaiting(COUNT)
    const snapshot = await house.temporal.snapshot()
    await hurry(house, COUNT / 2)
    await publish('delivered', 1, COUNT, 'ok')
    await publish('retried', 2, COUNT, '500', '500')
    await untilDelivered(1 + COUNT / 2 + COUNT)
    await untilWaiting(COUNT / 2 + COUNT)
    await snapshot.restore()
    await expectHealed('Temporal restored from an older snapshot', scene, 0)
  })
})

test('a power cut takes Temporal back by some seconds, in the middle of a burst', async () => {
  await inScene(async (scene) => {
    const { house, publish, untilWaiting, untilDelivered } = scene
    const burst = async (name: string) => {
      await publish(`${name}-ok`, 1, COUNT, 'ok')
      await publish(`${name}-retried`, 2, COUNT, '500', '500')
    }
    await burst('before')
    await untilDelivered(1 + COUNT)
    const disk = await house.temporal.snapshot()
    await burst('lost') // Temporal does not wait for the disk: these seconds are not on it
    await untilDelivered(1 + 2 * COUNT)
    await untilWaiting(2 * COUNT)
    await disk.restore()
    await burst('after')
    await expectHealed('a power cut: Temporal goes back by seconds in a burst', scene, 0)
  })
})

test('Postgres is restored from a snapshot in the middle of attempts', async () => {
  await inScene(async (scene) => {
    const { house, receivers, publish, untilAtGate, untilDelivered, tally } = scene
    await publish('first', 1, COUNT, 'gated')
    await untilAtGate(COUNT)
    const snapshot = await house.postgres.snapshot()
    receivers.openGate()
    await untilDelivered(1 + COUNT)
    const restored = new Map(tally.accepted)
    await publish('lost', 0, 5, 'ok') // what was published after the snapshot is not in it
    await untilDelivered(1 + COUNT + 5)
    await snapshot.restore()
    tally.accepted = restored
    // The webhook's places are taken by attempts that ended long ago: it has to receive again.
    await publish('after', 1, 1, 'ok')
    await expectHealed(`Postgres restored from a snapshot, ${COUNT} in attempts`, scene, COUNT)
  })
})

test('Postgres is restored from an older backup', async () => {
  await inScene(async (scene) => {
    const { house, publish, untilWaiting, untilDelivered, tally } = scene
    await publish('before', 0, COUNT, '500', '500')
    await untilWaiting(COUNT)
    const backup = await house.postgres.snapshot()
    const restored = new Map(tally.accepted)
    await hurry(house, COUNT / 2)
    await publish('later', 1, COUNT, 'ok')
    await publish('later-retried', 2, COUNT, '500', '500')
    await untilDelivered(1 + COUNT / 2 + COUNT)
    await untilWaiting(COUNT / 2 + COUNT)
    await backup.restore()
    tally.accepted = restored
    await expectHealed('Postgres restored from an older backup', scene, COUNT / 2)
  })
})

test('Postgres is moved into a new cluster with pg_dump and pg_restore, while Temporal goes on', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'durahook-faults-clusters-'))
  const clusterIn = (name: string, port?: number) => startDebianPostgres(join(folder.path, name), port)
  let port = 0
  let cluster: DebianPostgres
  const openPostgres = async (given: number) =>
    (cluster = await clusterIn(port === 0 ? 'old' : 'new', (port = given)))
  await inScene(
    async (scene) => {
      const { house, publish, untilWaiting, untilDelivered, tally } = scene
      await publish('before', 0, COUNT, '500', '500')
      await untilWaiting(COUNT)
      const restored = new Map(tally.accepted)
      const dump = join(folder.path, 'durahook.dump')
      await cluster.run('pg_dump', ['--format=custom', `--file=${dump}`, cluster.url])
      // What comes between the dump and the move is lost to Postgres, and known to Temporal and the subscriber.
      await hurry(house, COUNT / 2)
      await publish('between', 1, COUNT, 'ok')
      await untilDelivered(1 + COUNT / 2 + COUNT)
      {
        await using made = await clusterIn('new')
        await made.run('pg_restore', ['--no-owner', '--exit-on-error', `--dbname=${made.url}`, dump])
      }
      await cluster[Symbol.asyncDispose]()
      await house.postgres.start()
      tally.accepted = restored
      await publish('after', 1, COUNT, 'ok')
      await expectHealed('Postgres restored by pg_dump into a new cluster', scene, COUNT / 2)
    },
    { openPostgres },
  )
})

test('operators pause, reset and terminate in Temporal', async () => {
  await inScene(async (scene) => {
    const { house, publish, untilWaiting } = scene
    await publish('operated', 0, COUNT, '500', '500')
    await untilWaiting(COUNT)
    const ids = (
      await house.query<{ id: string }>(`select id from deliveries where status = 'PENDING' order by id`)
    ).map(({ id }) => id)
    const { temporalAddress } = house
    await using temporal = await openTemporal({ temporalAddress, namespace: 'default' })
    const { client } = temporal
    const each = (from: number, act: (id: string) => Promise<unknown>) =>
      Promise.all(ids.slice(from, from + COUNT / 4).map((id) => act(id)))
    // Their workflows hear of the failures after Postgres.
    for (const id of ids) await eventually(() => temporal.pendingActivity(id))
    const activity = (id: string) => ({
      namespace: 'default',
      execution: { workflowId: id },
      type: 'retryDelivery',
      identity: 'operator',
    })
    await each(0, (id) => client.workflowService.pauseActivity({ ...activity(id), reason: 'looking' }))
    await each(5, (id) => client.workflow.getHandle(id).signal('pause'))
    await each(10, (id) => client.workflowService.resetActivity(activity(id)))
    await each(15, (id) => client.workflow.getHandle(id).terminate('enough'))
    const seconds = await untilAgreed(house)
    table.push(['paused, reset, terminated in Temporal: said so', COUNT, `${seconds} s`, '', '', '', ''])
    const says = await house.query<{ decision: string; n: number }>(
      `select decision, count(*)::int as n from deliveries where id = any($1) and decision <> '' group by decision order by 1`,
      [ids],
    )
    expect(says).toEqual(
      expect.arrayContaining([
        { decision: 'Its workflow was terminated in Temporal.', n: COUNT / 4 },
        { decision: 'Paused by an operator in Temporal.', n: COUNT / 2 },
      ]),
    )
    await each(0, (id) => client.workflowService.unpauseActivity(activity(id)))
    await each(5, (id) => client.workflow.getHandle(id).signal('resume'))
    await each(15, (id) => retry(house, id))
    await expectHealed('the same, and then let go on', scene, 0)
  })
})

/** Delivers so many of those that wait, by asking for an attempt now. */
async function hurry(house: House, count: number): Promise<void> {
  const rows = await house.query<{ id: string }>(
    `select id from deliveries where next_attempt_at > now() + interval '1 minute' order by id limit $1`,
    [count],
  )
  await Promise.all(rows.map(({ id }) => retry(house, id)))
}

const retry = (house: House, id: string) =>
  house.clients[0]!.request(`mutation ($id: ID!) { retryDelivery(id: $id) { userErrors { code } } }`, { id })
