import { Client, Connection } from '@temporalio/client'
import { pino, type DestinationStream, type Logger } from 'pino'
import { API_SESSION, openDatabase, WORKER_SESSION, type Database } from '../database/database.ts'
import { createNotify } from '../database/notify.ts'
import { createLiveLog } from '../log/live-log.ts'
import { describeError } from '../describe-error.ts'
import { endWithin } from '../end-within.ts'
import { loadDialects } from '../dialects/registry.ts'
import { createSchemaCheck } from '../schemas/schema-check.ts'
import { startApi, type Api } from '../graphql/server.ts'
import { createAddressGuard } from '../outbound/address-guard.ts'
import { createLookup } from '../outbound/lookup.ts'
import { createOutbound } from '../outbound/post.ts'
import { checkWebhookUrl } from '../outbound/webhook-url.ts'
import { createKeyring } from '../secrets/keyring.ts'
import { readExtraCa, SettingsError, type Settings } from '../settings/settings.ts'
import { startWorker, type DeliveryWorker } from './start-worker.ts'

/** What the API and the worker need from outside. */
export interface PartsOptions {
  settings: Settings
  databaseUrl: string
  temporalAddress: string
  log: Logger
  /** See WorkerDeps. */
  workflows?: URL
}

/** How long connections may take to end in order, in milliseconds. */
const CONNECTIONS_END_MS = 1_000

/** Writes JSON lines to the standard output, unless told where. */
export const createLog = (
  { LOG_LEVEL }: Pick<Settings, 'LOG_LEVEL'>,
  destination: DestinationStream = pino.destination(1),
): Logger =>
  pino({ level: LOG_LEVEL, base: null, serializers: { err: (error) => describeError(error) } }, destination)

/** A Temporal that is back is found after this long at the latest, in milliseconds. */
const MAXIMUM_RECONNECT_MS = 2_000

/** Builds the API by hand and opens it. */
export async function openApi(options: PartsOptions): Promise<Api> {
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

/** Builds a worker by hand and starts it. The process has called installTemporalRuntime. */
export async function openWorker(options: PartsOptions): Promise<DeliveryWorker> {
  const { settings, databaseUrl, temporalAddress, log } = options
  const { shared, guard } = await openShared(options, WORKER_SESSION)
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
    async close() {
      // When it leaves attempts behind, their connections stay as they are: cut, they would blame the receiver.
      await worker.close()
      await endWithin(log, CONNECTIONS_END_MS, {
        'connections to receivers': () => outbound.close(),
        'connections to Postgres': () => shared.database.close(),
      })
    },
  }
}

async function openShared({ settings, databaseUrl, log }: PartsOptions, session: Record<string, string>) {
  if (settings.ENCRYPTION_KEYS.length === 0) {
    throw new SettingsError(
      'ENCRYPTION_KEYS is not set. Make a key with: echo "k1:$(openssl rand -base64 32)"',
    )
  }
  const database: Database = await openDatabase(databaseUrl, settings.DATABASE_POOL_SIZE, session)
  const shared = {
    settings,
    log,
    database,
    dialects: await loadDialects(),
    keyring: createKeyring(settings.ENCRYPTION_KEYS),
    notify: createNotify(database, log),
  }
  return { shared, guard: createAddressGuard({ allowedRanges: settings.ALLOWED_RANGES }) }
}
