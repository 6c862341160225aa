import { Client, Connection } from '@temporalio/client'
import { API_SESSION, divideConnections, INDEX_PLANNING } from '../database/database.ts'
import { createPublishPace } from '../events/publish-pace.ts'
import { endWithin } from '../end-within.ts'
import { startApi, type Api } from '../graphql/server.ts'
import { createListenerNews } from '../listening/listener-news.ts'
import { DELIVERY_LOG } from '../log/delivery-log.ts'
import { createLiveLog } from '../log/live-log.ts'
import { operationalLog as operationalLogOf } from '../operational-events/read-operational-events.ts'
import { logSubscribers } from '../metrics/metrics.ts'
import { createFollowReplays } from '../replay/follow-replays.ts'
import { createLookup } from '../outbound/lookup.ts'
import { checkWebhookUrl } from '../outbound/webhook-url.ts'
import { createSchemaCheck } from '../schemas/schema-check.ts'
import { openDatabase } from './open-database.ts'
import { CONNECTIONS_END_MS, openShared, type OpenOptions } from './open-shared.ts'

/** Longest wait before the next attempt to reconnect to Temporal, in milliseconds. */
const MAXIMUM_RECONNECT_MS = 2_000

/** Wires the API's components together and starts it. */
export async function openApi(options: OpenOptions): Promise<Api> {
  const { settings, log, databaseUrl, temporalAddress } = options
  const connections = divideConnections(settings.DATABASE_POOL_SIZE)
  const opened = await openShared(options, connections.others, API_SESSION)
  const hot = await openDatabase(databaseUrl, connections.hot, { ...API_SESSION, ...INDEX_PLANNING })
  // Lazy: the API runs while Temporal is down; only operations that need Temporal fail.
  const connection = Connection.lazy({
    address: temporalAddress,
    // Without the SDK's retries of up to 20 s: a caller of the API waits, and Postgres keeps what Temporal still has to do.
    interceptors: [],
    // By default gRPC backs off for up to two minutes after a long outage.
    channelArgs: { 'grpc.max_reconnect_backoff_ms': MAXIMUM_RECONNECT_MS },
  })
  const lookup = createLookup()
  const liveLog = createLiveLog(opened.shared.database, log, DELIVERY_LOG)
  const operationalLog = createLiveLog(opened.shared.database, log, operationalLogOf(settings))
  const unwatch = [logSubscribers.add(liveLog), logSubscribers.add(operationalLog)]
  const schemaCheck = createSchemaCheck(opened.shared.dialects, settings)
  const api = await startApi(
    {
      ...opened.shared,
      hot,
      temporal: new Client({ connection, namespace: settings.TEMPORAL_NAMESPACE }),
      schemaCheck,
      urlCheck: (url) => checkWebhookUrl(url, opened.guard, lookup),
      publishPace: createPublishPace(),
      liveLog,
      operationalLog,
      followReplays: createFollowReplays(opened.shared.database, log),
      listenerNews: createListenerNews(hot, log),
    },
    databaseUrl,
  )
  return {
    port: api.port,
    readiness: api.readiness,
    async close() {
      for (const end of unwatch) end()
      await api.close()
      await endWithin(log, CONNECTIONS_END_MS, {
        'the threads that check schemas': () => schemaCheck.close(),
        'the connection to Temporal': () => connection.close(),
        'connections to Postgres': async () => {
          await opened.shared.notify.flush()
          await Promise.all([opened.shared.database.close(), hot.close()])
        },
      })
    },
  }
}
