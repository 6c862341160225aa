import { setTimeout as delay } from 'node:timers/promises'
import type { Lane } from '../../src/words/enums.ts'
import { publish, publishMany, type Durahook } from '../stand/durahook.ts'
import { eventData } from '../stand/event.ts'
import { keepBusy } from '../stand/load.ts'
import type { Stand } from '../stand/stand.ts'
import { createTarget } from './target.ts'
import { measureWindow, type Window } from './window.ts'

/** Publishers at work at every moment; of batches, fewer. */
const PUBLISHERS = 32
const BATCH_PUBLISHERS = 4
const BATCH = 100

/** Until caches and compilers are warm, in seconds. */
const WARM_UP_S = 3

/** Events accepted that nobody receives, each in a request of its own or a hundred in one. */
export async function measurePublishing(
  { processes: { postgres } }: Stand,
  durahook: Durahook,
  seconds: number,
  together: boolean,
): Promise<Window> {
  const client = await durahook.organization()
  let accepted = 0
  const stop = new AbortController()
  const busy = keepBusy(together ? BATCH_PUBLISHERS : PUBLISHERS, stop.signal, async (number) => {
    if (together)
      await publishMany(
        client,
        Array.from({ length: BATCH }, () => eventData(number)),
      )
    else await publish(client, eventData(number))
    accepted += together ? BATCH : 1
  })
  await delay(WARM_UP_S * 1000)
  const window = await measureWindow(seconds, () => accepted, { postgres, ...durahook.processes })
  stop.abort()
  await busy
  return window
}

/** Publishers that don't wait for deliveries: how many events are accepted for each that is delivered. */
export async function measureSaturation(
  stand: Stand,
  durahook: Durahook,
  seconds: number,
  lane: Lane,
): Promise<{ accepted: number; delivered: number }> {
  const { client } = await createTarget(stand, durahook, lane)
  let accepted = 0
  const stop = new AbortController()
  const busy = keepBusy(PUBLISHERS, stop.signal, async (number) => {
    await publish(client, eventData(number))
    accepted += 1
  })
  await delay(WARM_UP_S * 1000)
  const before = { accepted, delivered: stand.receiver.delivered() }
  await delay(seconds * 1000)
  const after = { accepted, delivered: stand.receiver.delivered() }
  stop.abort()
  await busy
  return {
    accepted: (after.accepted - before.accepted) / seconds,
    delivered: (after.delivered - before.delivered) / seconds,
  }
}
