/** `npm run bench:memory`: ten minutes of load; the memory of API and worker has to stay flat. */
import { setTimeout as delay } from 'node:timers/promises'
import { residentMiB } from './measure/processes.ts'
import { median } from './measure/statistics.ts'
import { createRecorder } from './recorder.ts'
import { publishResults } from './results.ts'
import { deliver, startDurahook } from './stand/durahook.ts'
import { createTarget } from './scenarios/target.ts'
import { keepBusy } from './stand/load.ts'
import { openStand } from './stand/stand.ts'

const minutes = process.argv.includes('quick') ? 0.2 : 10
const SAMPLE_MS = 2_000

const recorder = createRecorder('sqlite')
await using stand = await openStand('sqlite')
await using durahook = await startDurahook(stand)
const { client } = await createTarget(stand, durahook)
const stop = new AbortController()
const busy = keepBusy(64, stop.signal, (number) => deliver(client, stand.receiver, number))

const samples: Record<string, number[]> = { api: [], worker: [] }
for (const end = Date.now() + minutes * 60_000; Date.now() < end; await delay(SAMPLE_MS)) {
  for (const [name, { pid }] of Object.entries(durahook.processes)) samples[name]!.push(residentMiB(pid))
}
stop.abort()
await busy

for (const [name, values] of Object.entries(samples)) {
  // The first fifth is warming up. Peaks come and go with the garbage collector, so medians of fifths are compared.
  const fifth = (index: number) =>
    median(values.slice((index * values.length) / 5, ((index + 1) * values.length) / 5))
  recorder.add('memory', `${name}, second fifth`, 'MiB', fifth(1))
  recorder.add('memory', `${name}, last fifth`, 'MiB', fifth(4))
  recorder.add('memory', `${name}, last / second`, '', fifth(4) / fifth(1), { atMost: 1.1 })
}
recorder.add('memory', 'deliveries made', '', stand.receiver.delivered())
publishResults('memory', recorder.figures)
