/** `npm run bench:hostile`: one tenant does its worst in six ways, and what another one beside it feels. */
import { percentile } from './measure/statistics.ts'
import { createRecorder } from './recorder.ts'
import { publishResults } from './results.ts'
import { measureHostile } from './scenarios/hostile.ts'
import { startDurahook } from './stand/durahook.ts'
import { openStand } from './stand/stand.ts'

const quick = process.argv.includes('quick')
const sizes = quick ? { seconds: 3, stored: 2_000 } : { seconds: 60, stored: 300_000 }

const recorder = createRecorder('sqlite')
await using stand = await openStand('sqlite')
// With the limits every installation has unless it says otherwise.
await using durahook = await startDurahook(stand, {
  EVENTS_PER_MINUTE: '120000',
  REQUESTS_PER_MINUTE: '6000',
})
for await (const { attack, quiet, beside, answered, refused } of measureHostile(stand, durahook, sizes)) {
  recorder.times(`${attack}: before`, quiet)
  recorder.times(`${attack}: beside`, beside)
  recorder.add(attack, 'steps answered', '', answered)
  recorder.add(attack, 'steps refused', '', refused)
  recorder.add(attack, 'p99, beside / before', '', percentile(beside, 0.99) / percentile(quiet, 0.99), {
    atMost: 2,
  })
}
publishResults('hostile', recorder.figures)
