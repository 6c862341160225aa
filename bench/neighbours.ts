/** `npm run bench:neighbours`: an organization whose receivers hang, and what another one beside it feels. */
import { percentile } from './measure/statistics.ts'
import { createRecorder } from './recorder.ts'
import { publishResults } from './results.ts'
import { measureNeighbours } from './scenarios/neighbours.ts'
import { startDurahook } from './stand/durahook.ts'
import { openStand } from './stand/stand.ts'

const quick = process.argv.includes('quick')
const sizes = quick
  ? { deliveries: 100, webhooks: 5, seconds: 3 }
  : { deliveries: 5_000, webhooks: 50, seconds: 30 }

const recorder = createRecorder('sqlite')
await using stand = await openStand('sqlite')
await using durahook = await startDurahook(stand)
const { quiet, beside } = await measureNeighbours(stand, durahook, sizes)
recorder.times('alone', quiet)
recorder.times(`beside ${sizes.deliveries} hanging deliveries`, beside)
recorder.add('neighbours', 'p99, beside / alone', '', percentile(beside, 0.99) / percentile(quiet, 0.99), {
  atMost: 2,
})
publishResults('neighbours', recorder.figures)
