/**
 * `npm run bench:workers`: whether workers add up. Receivers take 300 ms, and a worker has so few slots that they, not the
 * machine's processors, bound what it delivers: two workers have to deliver twice as much as one, three three times.
 */
import { createRecorder } from './recorder.ts'
import { publishResults } from './results.ts'
import { measureTenants } from './scenarios/throughput.ts'
import { startDurahook } from './stand/durahook.ts'
import { openStand } from './stand/stand.ts'

const quick = process.argv.includes('quick')
const SECONDS = quick ? 2 : 10
const WORKERS = quick ? [1, 2] : [1, 2, 3]
const TENANTS = 25

/** Deliveries a second of one worker are at most its slots / 0.3 s. */
const SLOTS = { WORKFLOW: '6', DIRECT: '16' }

const recorder = createRecorder('sqlite')
await using stand = await openStand('sqlite')
for (const lane of ['WORKFLOW', 'DIRECT'] as const) {
  let one = 0
  for (const workers of WORKERS) {
    await using durahook = await startDurahook(stand, { ATTEMPT_SLOTS: SLOTS[lane] }, { workers })
    const load = { seconds: SECONDS, lane, tenants: TENANTS, path: '/slow' }
    const { perSecond } = await measureTenants(stand, durahook, load)
    recorder.add('workers', `${lane}, ${workers}`, 'deliveries/s', perSecond)
    if (workers === 1) one = perSecond
    else recorder.add('workers', `${lane}, ${workers} / 1`, '', perSecond / one, { atLeast: workers * 0.85 })
  }
}
publishResults('workers', recorder.figures)
