import { resolve } from 'node:path'
import type { Settings } from '../settings.ts'
import { startDemoReceiver, type ReceivedRequest } from '../receiver/demo-receiver.ts'
import { cacheFolder } from '../stack/cache-folder.ts'
import { createCertificates } from '../stack/certificates.ts'
import { startStack } from '../stack/stack.ts'
import { installTemporalRuntime } from '../worker/temporal-runtime.ts'
import { openDatabase } from '../database/database.ts'
import { buildDashboard } from '../dashboard/build-dashboard.ts'
import { operatorSignInUrl } from '../sessions/sign-in-url.ts'
import { localApiKeys, localEncryptionKey } from './local-secrets.ts'
import { migrate } from './migrate.ts'
import { createLog, openApi, openWorker } from './parts.ts'

/** Everything on one machine. Returns what ends it; closes what it opened when something fails. */
export async function start(
  settings: Settings,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<AsyncDisposable> {
  const folder = resolve(settings.DATA_FOLDER)
  await using opened = new AsyncDisposableStack()
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
      log: say,
      signal,
    }),
  )
  const { databaseUrl, temporalAddress } = stack
  say('Migrating')
  await migrate(databaseUrl, temporalAddress, settings.TEMPORAL_NAMESPACE)
  const keys = await localApiKeys(folder, databaseUrl)

  await buildDashboard(say)
  const certificates = await createCertificates(`${folder}/certificates`)
  const receiver = await startDemoReceiver({
    port: settings.LOCAL_RECEIVER_PORT,
    ...certificates.localhost,
    onRequest: (request) => say(describeRequest(request)),
  })
  opened.defer(() => receiver.close())

  const temporalUiUrl = settings.TEMPORAL_UI_URL ?? stack.temporalUiUrl ?? undefined
  const local: Settings = {
    ...settings,
    ...(temporalUiUrl && { TEMPORAL_UI_URL: temporalUiUrl }),
    ENCRYPTION_KEYS:
      settings.ENCRYPTION_KEYS.length > 0 ? settings.ENCRYPTION_KEYS : [localEncryptionKey(folder)],
    // The demo receiver lives on this machine, under this stack's own authority; nothing else private is opened.
    ALLOWED_RANGES: [...settings.ALLOWED_RANGES, '127.0.0.1/32', '::1/128'],
    EXTRA_CA_FILE: settings.EXTRA_CA_FILE ?? certificates.caFile,
  }
  const log = createLog(settings)
  installTemporalRuntime(log)
  const options = { settings: local, databaseUrl, temporalAddress, log }
  say('Starting the worker and the API')
  const worker = await openWorker(options)
  opened.defer(() => worker.close())
  const api = await openApi(options)
  opened.defer(() => api.close())

  const url = settings.PUBLIC_URL ?? `http://${settings.HOST}:${api.port}`
  const signInUrl = await operatorLink(databaseUrl, { ...settings, PUBLIC_URL: url })
  say(`
durahook is ready.

  Dashboard       ${signInUrl}
                  (opens once, within an hour; later sign in at ${url} with a key)
  GraphQL         ${url}/graphql
  Subscriptions   ${url.replace('http', 'ws')}/graphql
  Temporal UI     ${temporalUiUrl ?? 'where your Temporal has it'}
  Demo receiver   ${receiver.url}

  API key         ${keys.demo}   (organization "demo", Sjocamp webhooks)
  Operator key    ${keys.operator}   (all organizations)

Ctrl-C ends it; the data stays in ${settings.DATA_FOLDER}.
`)
  return opened.move()
}

async function operatorLink(databaseUrl: string, settings: Settings): Promise<string> {
  const database = await openDatabase(databaseUrl, 2)
  try {
    return await operatorSignInUrl(database, settings)
  } finally {
    await database.close()
  }
}

function describeRequest({ method, path, headers, body, statusCode }: ReceivedRequest): string {
  const signature = Object.keys(headers).find((name) => name.endsWith('-signature'))
  return `receiver: ${method} ${path} ${body.length} bytes, ${signature ?? 'unsigned'}: answered ${statusCode}`
}
