import { createWebhook } from '../stand/durahook.ts'
import { mostWithin, publishNumbers, until, type Ground } from './ground.ts'

/** The receiver takes so many requests in so many seconds. */
const TAKEN = 5
const SECONDS = 10

const FIRST_NUMBER = 2_000_000

/** So many deliveries at once for a receiver that takes few, and asks for nothing for a while when more come. */
export async function measureQuiet(
  { stand, durahook, recorder, lane }: Ground,
  deliveries: number,
): Promise<void> {
  const { receiver } = stand
  const taken: number[] = []
  const refused: number[] = []
  const path = `/quiet/${lane}`
  receiver.answers(path, () => {
    const now = performance.now()
    if (taken.filter((at) => now - at < SECONDS * 1000).length < TAKEN) {
      taken.push(now)
      return { status: 200 }
    }
    refused.push(now)
    return { status: 429, headers: { 'retry-after': String(SECONDS) } }
  })
  const client = await durahook.organization(lane)
  await createWebhook(client, receiver.url + path)
  await publishNumbers(client, FIRST_NUMBER, deliveries)
  await until(() => taken.length >= deliveries)

  const scenario = `${lane}, ${deliveries} at once for ${TAKEN} in ${SECONDS} s`
  const first = refused.filter((at) => at - refused[0]! < SECONDS * 1000)
  const later = refused.slice(first.length)
  // What was on its way when it asked: at most as many as a webhook may have.
  recorder.add(scenario, 'refused in the 10 s after the first', 'requests', first.length, { atMost: 20 })
  recorder.add(scenario, 'refused later', 'requests', later.length)
  recorder.add(scenario, 'most refused later in 10 s', 'requests', mostWithin(later, SECONDS * 1000))
  const [begun, ideal] = [Math.min(taken[0]!, refused[0] ?? Infinity), (deliveries / TAKEN - 1) * SECONDS]
  recorder.add(scenario, 'until all are taken', 's', (taken.at(-1)! - begun) / 1000)
  recorder.add(scenario, 'whole / ideal', '', (taken.at(-1)! - begun) / 1000 / ideal)
}
