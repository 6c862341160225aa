import { setTimeout as delay } from 'node:timers/promises'
import { sql } from '../../src/database/sql.ts'
import { createTarget } from '../scenarios/target.ts'
import { age, countFailing, publishNumbers, until, type Ground } from './ground.ts'

/** How often the probe's turn comes before the receiver is back. */
const TURNS = 5

/** After its turn it is waited so long for what should not come, in milliseconds. */
const TURN_MS = 2_000

/** What the receiver takes for an answer, in milliseconds. */
const ANSWER_MS = 20

const FIRST_NUMBER = 3_000_000

/** So many are tried until it is FAILING. */
const TRIED = 4

/** So many deliveries for a dead webhook: what it gets until it is back, and then. */
export async function measureDead(
  { stand, durahook, database, recorder, lane }: Ground,
  deliveries: number,
): Promise<void> {
  const { receiver } = stand
  const path = `/dead/${lane}`
  const delivered = new Set<number>()
  let [dead, requests, underWay, most, over, twice] = [true, 0, 0, 0, -Infinity, 0]
  receiver.answers(path, async (body) => {
    requests += 1
    if (dead) return { status: 500 }
    underWay += 1
    most = Math.max(most, underWay)
    // The ramp is 2 at first, and grows with each success; the first one began it.
    over = Math.max(over, underWay - Math.max(delivered.size + 1, 1))
    await delay(ANSWER_MS)
    underWay -= 1
    const number = Number(/"number":(\d+)/.exec(body.toString('latin1'))?.[1])
    if (delivered.has(number)) twice += 1
    delivered.add(number)
    return { status: 200 }
  })
  const { client, webhookId } = await createTarget(stand, durahook, lane, path)
  const turn = () =>
    sql(database)`update webhook_health set probe_at = now(), look_at = now() where webhook_id = ${webhookId}`

  await publishNumbers(client, FIRST_NUMBER, TRIED - 1)
  await until(async () => (await countFailing(database, [webhookId], TRIED - 1)).failed === 1)
  await age(database, [webhookId])
  await publishNumbers(client, FIRST_NUMBER + TRIED - 1, 1)
  await until(async () => (await countFailing(database, [webhookId], TRIED)).failing === 1)
  await publishNumbers(client, FIRST_NUMBER + TRIED, deliveries)
  await delay(TURN_MS)

  const before = requests
  for (let index = 0; index < TURNS; index += 1) {
    await turn()
    await delay(TURN_MS)
  }
  const perTurn = (requests - before) / TURNS
  dead = false
  const begun = performance.now()
  await turn()
  // Those that were tried have schedules of their own.
  await until(() => [...delivered].filter((number) => number >= FIRST_NUMBER + TRIED).length === deliveries)
  const seconds = (performance.now() - begun) / 1000
  await delay(TURN_MS)

  const scenario = `${lane}, ${deliveries} for a dead webhook`
  recorder.add(scenario, 'requests each turn', '', perTurn)
  recorder.add(scenario, 'until all are delivered', 's', seconds)
  recorder.add(scenario, 'delivered twice', '', twice, { atMost: 0 })
  recorder.add(scenario, 'most at once', 'requests', most)
  recorder.add(scenario, 'most above the ramp', 'requests', over, { atMost: 0 })
}
