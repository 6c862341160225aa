import type { Figure, Goal, Store } from './figures.ts'
import { print } from './measure/progress.ts'
import { percentile } from './measure/statistics.ts'
import { total, type Window } from './scenarios/window.ts'

/** Collects figures: one value for each run. */
export interface Recorder {
  figures: Figure[]
  add(scenario: string, name: string, unit: string, value: number, goal?: Goal): void
  /** Throughput and processor time, in total, with a goal for it, and by process. */
  window(scenario: string, window: Window, cpuGoal?: Goal): void
  /** p50, p95 and p99 of milliseconds, with goals for them. */
  times(scenario: string, values: readonly number[], goals?: { p50?: number; p99?: number }): void
}

export function createRecorder(store: Store): Recorder {
  const figures: Figure[] = []

  function add(scenario: string, name: string, unit: string, value: number, goal?: Goal): void {
    print(`  ${scenario}: ${name} ${Number(value.toPrecision(3))} ${unit}`)
    const known = figures.find((figure) => figure.scenario === scenario && figure.name === name)
    if (known) known.values.push(value)
    else figures.push({ scenario, store, name, unit, values: [value], ...(goal && { goal }) })
  }

  return {
    figures,
    add,
    window(scenario, { perSecond, cpuMs }, cpuGoal) {
      add(scenario, 'throughput', 'deliveries/s', perSecond)
      add(scenario, 'CPU', 'ms/delivery', total(cpuMs), cpuGoal)
      for (const [process, ms] of Object.entries(cpuMs)) add(scenario, `CPU of ${process}`, 'ms/delivery', ms)
    },
    times(scenario, values, { p50, p99 } = {}) {
      add(scenario, 'p50', 'ms', percentile(values, 0.5), p50 === undefined ? undefined : { atMost: p50 })
      add(scenario, 'p95', 'ms', percentile(values, 0.95))
      add(scenario, 'p99', 'ms', percentile(values, 0.99), p99 === undefined ? undefined : { atMost: p99 })
    },
  }
}
