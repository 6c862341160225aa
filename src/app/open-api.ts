import { Client, Connection } from '@temporalio/client'
import { API_SESSION } from '../database/database.ts'
import { endWithin } from '../end-within.ts'
import { startApi, type Api } from '../graphql/server.ts'
import { createLiveLog } from '../log/live-log.ts'
import { createLookup } from '../outbound/lookup.ts'
import { checkWebhookUrl } from '../outbound/webhook-url.ts'
import { createSchemaCheck } from '../schemas/schema-check.ts'
import { CONNECTIONS_END_MS, openShared, type OpenOptions } from './open-shared.ts'

/** A Temporal that is back is found after this long at the latest, in milliseconds. */
const MAXIMUM_RECONNECT_MS = 2_000

/** Builds the API by hand and opens it. */
export async function openApi(options: OpenOptions): Promise<Api> {
  const { settings, log, databaseUrl, temporalAddress } = options
  const opened = await openShared(options, API_SESSION)
  // Lazy: the API serves while Temporal is down; only what needs it fails.
  const connection = Connection.lazy({
    address: temporalAddress,
    // A caller waits: what fails is kept in Postgres and not tried again for twenty seconds, as the SDK would.
    interceptors: [],
    // Else one that was away for long is not looked for again before two minutes have passed.
    channelArgs: { 'grpc.max_reconnect_backoff_ms': MAXIMUM_RECONNECT_MS },
  })
  const lookup = createLookup()
  const schemaCheck = createSchemaCheck(opened.shared.dialects, settings)
  const api = await startApi(
    {
      ...opened.shared,
      temporal: new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE }),
      schemaCheck,
      urlCheck: (url) => checkWebhookUrl(url, opened.guard, lookup),
      liveLog: createLiveLog(opened.shared.database, log),
    },
    databaseUrl,
  )
  return {
    port: api.port,
    async close() {
      await api.close()
      await endWithin(log, CONNECTIONS_END_MS, {
        'the threads that check schemas': () => schemaCheck.close(),
        'the connection to Temporal': () => connection.close(),
        'connections to Postgres': async () => {
          await opened.shared.notify.flush()
          await opened.shared.database.close()
        },
      })
    },
  }
}
