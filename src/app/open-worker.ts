import { INDEX_PLANNING, WORKER_SESSION } from '../database/database.ts'
import { endWithin } from '../end-within.ts'
import { createOutbound } from '../outbound/post.ts'
import { readExtraCa } from '../settings/settings.ts'
import { CONNECTIONS_END_MS, openShared, type OpenOptions } from './open-shared.ts'
import { startWorker, type DeliveryWorker } from './start-worker.ts'

/** Wires a worker's components together and starts it. Call installTemporalRuntime first. */
export async function openWorker(options: OpenOptions): Promise<DeliveryWorker> {
  const { settings, databaseUrl, temporalAddress, log } = options
  const { shared, guard } = await openShared(options, settings.DATABASE_POOL_SIZE, {
    ...WORKER_SESSION,
    ...INDEX_PLANNING,
  })
  const outbound = createOutbound({ guard, extraCa: readExtraCa(settings) })
  const worker = await startWorker({
    ...shared,
    outbound,
    databaseUrl,
    temporalAddress,
    ...(options.workflows && { workflows: options.workflows }),
  })
  return {
    failed: worker.failed,
    readiness: worker.readiness,
    async close() {
      // If this rejects, attempts are still under way. Their connections stay open: cutting them would blame the receivers.
      await worker.close()
      await endWithin(log, CONNECTIONS_END_MS, {
        'connections to receivers': () => outbound.close(),
        'connections to Postgres': () => shared.database.close(),
      })
    },
  }
}
