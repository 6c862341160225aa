/**
 * `npm run bench:memory`: ten minutes of load, with `-- direct` in the direct lane; the memory of API and worker has to stay
 * flat, and so has the time from publish to receive. What counts of memory is what is left after collecting garbage: how much
 * lies around between collections is V8's choice, and grows with the machine.
 */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { residentMiB } from './measure/processes.ts'
import { median } from './measure/statistics.ts'
import { createRecorder } from './recorder.ts'
import { publishResults } from './results.ts'
import { deliver, startDurahook } from './stand/durahook.ts'
import { createTarget } from './scenarios/target.ts'
import { keepBusy } from './stand/load.ts'
import { openStand } from './stand/stand.ts'

const minutes = process.argv.includes('quick') ? 0.2 : 10
const SAMPLES = 60

const recorder = createRecorder('sqlite')
await using stand = await openStand('sqlite')
const heapFile = join(stand.folder, 'heap')
const reporter = pathToFileURL(join(import.meta.dirname, 'measure/report-heap.ts'))
await using durahook = await startDurahook(stand, {
  NODE_OPTIONS: `--expose-gc --import=${reporter.href}`,
  HEAP_FILE: heapFile,
})
const lane = process.argv.includes('direct') ? 'DIRECT' : 'WORKFLOW'
const { client } = await createTarget(stand, durahook, lane)
/** Publish to receive of each delivery, in milliseconds. */
const times: number[] = []
const stop = new AbortController()
const busy = keepBusy(64, stop.signal, async (number) => {
  times.push(await deliver(client, stand.receiver, number))
})

/** What the objects of the process's main thread take, in MiB, after a collection. */
async function heapMiB(pid: number): Promise<number> {
  const file = `${heapFile}.${pid}`
  await rm(file, { force: true })
  process.kill(pid, 'SIGUSR2')
  for (;;) {
    const bytes = Number(await readFile(file, 'utf8').catch(() => ''))
    if (bytes > 0) return bytes / 1024 / 1024
    await delay(20)
  }
}

const samples: Record<string, { heap: number[]; resident: number[] }> = {}
await deliver(client, stand.receiver, 1_000_000_000) // both are up, and listen to signals
for (let sample = 0; sample < SAMPLES; sample += 1) {
  for (const [name, { pid }] of Object.entries(durahook.processes)) {
    const { heap, resident } = (samples[name] ??= { heap: [], resident: [] })
    resident.push(residentMiB(pid))
    heap.push(await heapMiB(pid))
  }
  await delay((minutes * 60_000) / SAMPLES)
}
stop.abort()
await busy

// The first fifth is warming up.
const fifth = (values: number[], index: number) =>
  median(values.slice((index * values.length) / 5, ((index + 1) * values.length) / 5))
for (const [name, { heap, resident }] of Object.entries(samples)) {
  recorder.add('memory', `${name}, objects, second fifth`, 'MiB', fifth(heap, 1))
  recorder.add('memory', `${name}, objects, last fifth`, 'MiB', fifth(heap, 4))
  recorder.add('memory', `${name}, objects, last / second`, '', fifth(heap, 4) / fifth(heap, 1), {
    atMost: 1.1,
  })
  recorder.add('memory', `${name}, resident, last fifth`, 'MiB', fifth(resident, 4))
}
const [early, late] = [fifth(times, 1), fifth(times, 4)]
recorder.add('memory', 'publish to receive, p50, second fifth', 'ms', early)
recorder.add('memory', 'publish to receive, p50, last fifth', 'ms', late)
recorder.add('memory', 'publish to receive, p50, last / second', '', late / early, { atMost: 1.2 })
recorder.add('memory', 'deliveries made', '', stand.receiver.delivered())
publishResults('memory', recorder.figures)
