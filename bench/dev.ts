import { say } from './measure/progress.ts'
import { percentile } from './measure/statistics.ts'
import { measureLatency } from './scenarios/latency.ts'
import { measureEndToEnd, measureFloor } from './scenarios/throughput.ts'
import { total, type Window } from './scenarios/window.ts'
import { startDurahook } from './stand/durahook.ts'
import { openStand } from './stand/stand.ts'

const [store = 'sqlite', what = 'floor,e2e,latency', tuning = 'tuned', seconds = '8'] = process.argv.slice(2)
await using stand = await openStand(store as never, (process.env.SERVER_TUNING ?? tuning) as never)
const show = (name: string, { perSecond, cpuMs }: Window) => {
  const { load: _load, ...rest } = cpuMs
  say(
    `${name} ${perSecond.toFixed(1)}/s total ${total(rest).toFixed(1)} ms ${Object.entries(cpuMs)
      .map(([key, ms]) => `${key} ${ms.toFixed(1)}`)
      .join(' ')}`,
  )
}
for (const step of what.split(',')) {
  if (step === 'floor') show('floor', await measureFloor(stand, tuning as never, Number(seconds)))
  else {
    await using durahook = await startDurahook(stand)
    if (step === 'e2e') show('e2e', await measureEndToEnd(stand, durahook, Number(seconds)))
    if (step === 'latency') {
      const times = await measureLatency(stand, durahook, { rate: 10, seconds: 20 })
      say(
        `latency p50 ${percentile(times, 0.5).toFixed(1)} p95 ${percentile(times, 0.95).toFixed(1)} p99 ${percentile(times, 0.99).toFixed(1)}`,
      )
    }
  }
}
