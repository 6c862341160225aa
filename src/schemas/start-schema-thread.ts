/** Entry point of a thread that runs organizations' schemas. It sets the priority before it loads any other code. */
import { setPriority } from 'node:os'
import { workerData } from 'node:worker_threads'
import type { ThreadData } from './schema-threads.ts'

/** Nice value: the thread gets a tenth of the processor while others need it. */
const LOW_PRIORITY = 10

// Only on Linux a thread has its own priority; elsewhere this would change the whole process.
if ((workerData as ThreadData).role === 'slow' && process.platform === 'linux') setPriority(0, LOW_PRIORITY)
await import('./schema-thread.ts')
