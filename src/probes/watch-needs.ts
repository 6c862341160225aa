import { Gauge } from 'prom-client'
import { registry } from '../metrics/metrics.ts'
import type { Readiness } from './readiness.ts'

/** Adds a metric: whether this process has what it needs to work. `/ready` says what is wrong. */
export function watchNeeds(parts: readonly Readiness[]): void {
  const gauge = new Gauge({
    name: 'durahook_need_met',
    help: 'Whether the process has what it needs: 1 or 0.',
    labelNames: ['need'],
    registers: [registry],
    async collect() {
      const problems = (await Promise.all(parts.map((part) => part.problems()))).flat()
      const missing = new Set(problems.map(({ need }) => need))
      for (const need of parts.flatMap(({ needs }) => needs)) gauge.set({ need }, missing.has(need) ? 0 : 1)
    },
  })
}
