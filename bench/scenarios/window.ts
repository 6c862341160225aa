import { setTimeout as delay } from 'node:timers/promises'
import { countCpu, type Measured } from '../measure/processes.ts'

export interface Window {
  /** Things done in each second. */
  perSecond: number
  /** Processor time of each thing done, in milliseconds, by process. */
  cpuMs: Record<string, number>
}

/** Counts what is done and what it costs during `seconds`. */
export async function measureWindow(
  seconds: number,
  done: () => number,
  processes: Record<string, Measured>,
): Promise<Window> {
  const cpu = countCpu(processes)
  const before = done()
  const begun = performance.now()
  await delay(seconds * 1000)
  const count = done() - before
  const used = cpu()
  return {
    perSecond: (count * 1000) / (performance.now() - begun),
    cpuMs: Object.fromEntries(Object.entries(used).map(([name, ms]) => [name, ms / count])),
  }
}

export const total = (cpuMs: Record<string, number>): number =>
  Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0)
