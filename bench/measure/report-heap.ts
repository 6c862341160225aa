/**
 * Loaded into a measured process before its own code: at SIGUSR2 it collects its garbage and writes how much memory its
 * objects take to the file HEAP_FILE names. Needs `--expose-gc`.
 */
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

if (isMainThread) {
  process.on('SIGUSR2', () => {
    globalThis.gc!()
    writeFileSync(`${process.env.HEAP_FILE!}.${process.pid}`, String(process.memoryUsage().heapUsed))
  })
}
