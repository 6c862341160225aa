/** Where a thread that runs tenants' schemas begins: how much it may get in others' way is settled before it loads anything. */
import { setPriority } from 'node:os'
import { workerData } from 'node:worker_threads'
import type { ThreadData } from './schema-threads.ts'

/** A tenth of the processor, while others want it. */
const YIELDING = 10

// A thread has a priority of its own on Linux; elsewhere it would be the process's.
if ((workerData as ThreadData).role === 'slow' && process.platform === 'linux') setPriority(0, YIELDING)
await import('./schema-thread.ts')
