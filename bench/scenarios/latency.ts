import { countCpu } from '../measure/processes.ts'
import { deliver, type Durahook } from '../stand/durahook.ts'
import { atRate } from '../stand/load.ts'
import type { Stand } from '../stand/stand.ts'
import { createTarget, type Target } from './target.ts'

export interface Latency {
  /** Publish to receive of each event, in milliseconds. */
  times: number[]
  /** Processor time of one, in milliseconds, by process. */
  cpuMs: Record<string, number>
}

/** Events published `rate` times a second, whatever happens to them. `target`: a new one unless given. */
export async function measureLatency(
  stand: Stand,
  durahook: Durahook,
  { rate, seconds, target }: { rate: number; seconds: number; target?: Target },
): Promise<Latency> {
  const { client } = target ?? (await createTarget(stand, durahook))
  const one = (number: number) => deliver(client, stand.receiver, number)
  await one(0) // the worker takes seconds to start
  await atRate(rate, 3, one) // and some more to be fast
  const cpu = countCpu({ ...stand.processes, ...durahook.processes })
  const times = await atRate(rate, seconds, one)
  const cpuMs = Object.fromEntries(Object.entries(cpu()).map(([name, ms]) => [name, ms / times.length]))
  return { times, cpuMs }
}
