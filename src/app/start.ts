import { resolve } from 'node:path'
import type { Settings } from '../settings/settings.ts'
import { startDemoReceiver } from '../receiver/demo-receiver.ts'
import type { ReceivedRequest } from '../receiver/https-receiver.ts'
import { cacheFolder } from '../stack/cache-folder.ts'
import { claimFolder } from '../stack/claim-folder.ts'
import { createCertificates, type Certificate } from '../receiver/certificates.ts'
import { choosePort } from '../stack/ports.ts'
import { startStack } from '../stack/stack.ts'
import { buildWorkflows } from '../temporal/build-workflows.ts'
import { installTemporalRuntime } from '../temporal/runtime.ts'
import { openDatabase } from './open-database.ts'
import { buildDashboard } from '../dashboard/build-dashboard.ts'
import { operatorSignInUrl } from '../access/sign-in-url.ts'
import { checkEncryptionKeys } from './check-start.ts'
import { localApiKeys, localEncryptionKey } from './local-secrets.ts'
import { migrate } from './migrate.ts'
import { createLog } from './create-log.ts'
import { openApi } from './open-api.ts'
import { openMetricsPort, temporalMetricsAddress } from './open-metrics-port.ts'
import { openWorker } from './open-worker.ts'
import { readableLines } from './readable-lines.ts'
import { installTracing } from '../tracing/tracing.ts'
import type { StartSummary } from './ready-message.ts'

/** Everything that runs on one machine; disposing of it stops all of it. */
export interface Started extends StartSummary, AsyncDisposable {
  /** For localhost, issued by the authority the worker trusts; PEM. */
  certificate: Certificate
  /** Resolves with the error when the worker can't go on. */
  failed: Promise<unknown>
}

/**
 * Starts everything on one machine. If something fails, closes what was opened before.
 * @throws StackError with a sentence that says what to do
 */
export async function start(
  settings: Settings,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<Started> {
  const folder = resolve(settings.DATA_FOLDER)
  await using opened = new AsyncDisposableStack()
  opened.defer(claimFolder(folder))
  // Checked before the download, so that a taken port is reported at once.
  await choosePort(settings.PORT, { what: 'the API', setting: 'PORT' })
  await choosePort(settings.LOCAL_RECEIVER_PORT, {
    what: 'the demo receiver',
    setting: 'LOCAL_RECEIVER_PORT',
  })
  const stack = opened.use(
    await startStack({
      folder,
      cacheFolder: cacheFolder(),
      namespace: settings.TEMPORAL_NAMESPACE,
      ports: {
        postgres: settings.LOCAL_POSTGRES_PORT,
        temporal: settings.LOCAL_TEMPORAL_PORT,
        temporalUi: settings.LOCAL_TEMPORAL_UI_PORT,
      },
      ...(settings.DATABASE_URL && { databaseUrl: settings.DATABASE_URL }),
      ...(settings.TEMPORAL_ADDRESS && { temporalAddress: settings.TEMPORAL_ADDRESS }),
      log: print,
      signal,
    }),
  )
  const { databaseUrl, temporalAddress } = stack
  print('Bringing the tables up to date')
  await migrate(databaseUrl, temporalAddress, settings)
  const keys = await localApiKeys(folder, databaseUrl)

  await buildDashboard(print)
  await buildWorkflows(print)
  const certificates = await createCertificates(`${folder}/certificates`)
  const receiver = opened.use(
    await startDemoReceiver({
      port: settings.LOCAL_RECEIVER_PORT,
      certificate: certificates.localhost,
      onRequest: (request, statusCode) => print(describeRequest(request, statusCode)),
    }),
  )

  const temporalUiUrl = settings.TEMPORAL_UI_URL ?? stack.temporalUiUrl ?? undefined
  const local: Settings = {
    ...settings,
    ...(temporalUiUrl && { TEMPORAL_UI_URL: temporalUiUrl }),
    ENCRYPTION_KEYS:
      settings.ENCRYPTION_KEYS.length > 0 ? settings.ENCRYPTION_KEYS : [localEncryptionKey(folder)],
    // Only for the demo receiver: it runs on this machine, with a certificate of this stack's own authority.
    ALLOWED_RANGES: [...settings.ALLOWED_RANGES, '127.0.0.1/32', '::1/128'],
    EXTRA_CA_FILE: settings.EXTRA_CA_FILE ?? certificates.caFile,
  }
  await checkEncryptionKeys(databaseUrl, local.ENCRYPTION_KEYS)
  const log = createLog(settings, 'start', readableLines(print))
  const temporalMetrics = await temporalMetricsAddress(settings)
  installTemporalRuntime(log, temporalMetrics)
  const options = { settings: local, databaseUrl, temporalAddress, log }
  print('Starting the worker and the API')
  const tracing = await installTracing(local, log)
  opened.defer(() => tracing.close())
  const worker = await openWorker(options)
  opened.defer(() => worker.close())
  const api = await openApi(options)
  opened.defer(() => api.close())
  const parts = [api.readiness, worker.readiness]
  const metrics = await openMetricsPort({ settings: local, databaseUrl, log, parts, temporalMetrics })
  opened.defer(() => metrics.close())

  const url = settings.PUBLIC_URL ?? `http://${settings.HOST}:${api.port}`
  const signInUrl = await operatorLink(databaseUrl, { ...settings, PUBLIC_URL: url })
  const running = opened.move()
  return {
    url,
    signInUrl,
    temporalUiUrl: temporalUiUrl ?? null,
    receiverUrl: receiver.url,
    keys,
    folder: settings.DATA_FOLDER,
    seconds: Math.ceil(performance.now() / 1000),
    certificate: certificates.localhost,
    failed: worker.failed,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

async function operatorLink(databaseUrl: string, settings: Settings): Promise<string> {
  const database = await openDatabase(databaseUrl, 2)
  try {
    return await operatorSignInUrl(database, settings)
  } finally {
    await database.close()
  }
}

function describeRequest({ method, path, headers, body }: ReceivedRequest, statusCode: number): string {
  const signature = Object.keys(headers).find((name) => name.endsWith('-signature'))
  return `receiver: ${method} ${path} ${body.length} bytes, ${signature ?? 'unsigned'}: answered ${statusCode}`
}
