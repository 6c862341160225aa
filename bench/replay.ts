/**
 * `npm run bench:replay`: how a webhook's live deliveries fare beside a replay of its failed ones at full speed, in each lane, and how
 * soon a pause acts. `-- quick`: only to see that it runs.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase } from '../src/app/open-database.ts'
import { parseSettings } from '../src/settings/settings.ts'
import type { Lane } from '../src/words/enums.ts'
import { accepted, type TestClient } from '../test/support/client.ts'
import { openPast } from '../test/support/past.ts'
import { percentile } from './measure/statistics.ts'
import { createRecorder } from './recorder.ts'
import { publishResults } from './results.ts'
import { storeHistory } from './retention/history.ts'
import { createTarget } from './scenarios/target.ts'
import { deliver, startDurahook } from './stand/durahook.ts'
import { atRate } from './stand/load.ts'
import { openStand } from './stand/stand.ts'

const quick = process.argv.includes('quick')
const FAILED = quick ? 2_000 : 100_000
const ROUNDS = quick ? 1 : 4
const SECONDS = quick ? 5 : 30
/** Live deliveries a second. */
const LIVE = 20
/** The stored events have smaller numbers. */
const LIVE_NUMBERS = 1_000_000
/** After so long without a request a pause is taken to act. */
const QUIET_MS = 3_000
/** The fastest that a replay can be; workers are slower. */
const RATE = 1_000

const recorder = createRecorder('sqlite')
await using stand = await openStand('sqlite')
const database = await openDatabase(stand.databaseUrl, 2)
await openPast(database, parseSettings({}), 2)
await using durahook = await startDurahook(stand)
for (const lane of ['WORKFLOW', 'DIRECT'] as const) await measure(lane)
await database.close()
publishResults('replay', recorder.figures)

async function measure(lane: Lane): Promise<void> {
  const { receiver } = stand
  const { client, webhookId } = await createTarget(stand, durahook, lane)
  await storeHistory(database, webhookId, 1, FAILED, 'FAILED')
  await database.em.execute('analyze')
  const live = () => atRate(LIVE, SECONDS, (number) => deliver(client, receiver, LIVE_NUMBERS + number))

  await atRate(LIVE, 5, (number) => deliver(client, receiver, LIVE_NUMBERS + number))
  const quiet: number[][] = []
  const during: number[][] = []
  const perSecond: number[] = []
  const until: number[] = []
  const id = await startReplay(client, webhookId)
  for (let round = 0; round < ROUNDS; round += 1) {
    const { before, begun } = { before: receiver.count(), begun: performance.now() }
    const times = await live()
    during.push(times)
    perSecond.push((receiver.count() - before - times.length) / ((performance.now() - begun) / 1000))
    until.push(await pause(client, id))
    quiet.push(await live())
    await change(client, 'resumeReplay', id)
  }
  await change(client, 'cancelReplay', id)
  const scenario = `replay, ${lane}`
  for (const value of perSecond) recorder.add(scenario, 'replayed beside live ones', 'deliveries/s', value)
  for (const value of until)
    recorder.add(scenario, 'from pause to the last request', 's', value, { atMost: 2 })
  for (const [round, times] of during.entries()) {
    recorder.times(`${scenario}, live, quiet`, quiet[round]!)
    recorder.times(`${scenario}, live beside it`, times)
    const ratio = percentile(times, 0.99) / percentile(quiet[round]!, 0.99)
    recorder.add(scenario, 'live p99, beside / quiet', '', ratio, { atMost: 1.5 })
  }
}

/** Pauses, and waits until no more comes. Returns the seconds from the call to the last request. */
async function pause(client: TestClient, id: string): Promise<number> {
  const { receiver } = stand
  const begun = performance.now()
  await change(client, 'pauseReplay', id)
  let last = begun
  for (let count = receiver.count(); performance.now() - last < QUIET_MS;) {
    await delay(10)
    if (receiver.count() === count) continue
    count = receiver.count()
    last = performance.now()
  }
  return (last - begun) / 1000
}

async function startReplay(client: TestClient, webhookId: string): Promise<string> {
  const data = await client.request(
    `mutation ($input: StartReplayInput!) { startReplay(input: $input) { replay { id } userErrors { code message } } }`,
    { input: { webhookId, ratePerSecond: RATE } },
  )
  return accepted(data).replay.id
}

async function change(client: TestClient, mutation: string, id: string): Promise<void> {
  accepted(
    await client.request(`mutation ($id: ID!) { ${mutation}(id: $id) { userErrors { code message } } }`, {
      id,
    }),
  )
}
