import { createOperatorKey } from './commands/create-key.ts'
import { migrate } from './commands/migrate.ts'
import { rotateEncryptionKey } from './commands/rotate-encryption-key.ts'
import { createLog, openApi, openWorker } from './commands/parts.ts'
import { readyMessage } from './commands/ready-message.ts'
import { start } from './commands/start.ts'
import { parseSettings, SettingsError, type Settings } from './settings.ts'
import { StackError } from './stack/stack-error.ts'
import { installTemporalRuntime } from './worker/temporal-runtime.ts'

const USAGE = `Usage: npm start -- [command]

  start                  everything on this machine (the default)
  api                    the GraphQL API and the dashboard
  worker                 a worker: runs deliveries
  migrate                brings Postgres's tables and Temporal's namespace up to date
  create-key             makes an operator key and prints it
  rotate-encryption-key  seals all webhook secrets under the first of ENCRYPTION_KEYS

All settings are environment variables; README lists them.`

const say = (line: string) => console.log(line)

async function main(command = 'start'): Promise<void> {
  const settings = parseSettings(process.env)
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  switch (command) {
    case 'start':
      return runUntil(stop.signal, async () => {
        const started = await start(settings, say, stop.signal)
        if (!stop.signal.aborted) say(readyMessage(started))
        return started
      })
    case 'api': {
      const log = createLog(settings)
      const options = { ...addresses(settings), settings, log }
      return runUntil(stop.signal, async () => {
        const api = await openApi(options)
        log.info({ host: settings.HOST, port: api.port }, 'The API listens.')
        return disposable(api)
      })
    }
    case 'worker': {
      const log = createLog(settings)
      installTemporalRuntime(log)
      const worker = () => openWorker({ ...addresses(settings), settings, log })
      return runUntil(stop.signal, async () => disposable(await worker()))
    }
    case 'migrate': {
      const { databaseUrl, temporalAddress } = addresses(settings)
      await migrate(databaseUrl, temporalAddress, settings.TEMPORAL_NAMESPACE)
      return say('Postgres and Temporal are up to date.')
    }
    case 'create-key':
      return say(await createOperatorKey(databaseUrlOf(settings)))
    case 'rotate-encryption-key':
      return rotateEncryptionKey(databaseUrlOf(settings), settings.ENCRYPTION_KEYS, say)
    default:
      throw new SettingsError(`There is no command "${command}".\n\n${USAGE}`)
  }
}

/** Runs until a signal comes, then closes in order. */
async function runUntil(signal: AbortSignal, open: () => Promise<AsyncDisposable>): Promise<void> {
  await using _opened = await open()
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  say('Ending')
}

const disposable = ({ close }: { close(): Promise<void> }): AsyncDisposable => ({
  [Symbol.asyncDispose]: close,
})

/** Where the parts that are not ours are, for the commands that run one part. */
function addresses({ DATABASE_URL, TEMPORAL_ADDRESS }: Settings) {
  if (DATABASE_URL && TEMPORAL_ADDRESS)
    return { databaseUrl: DATABASE_URL, temporalAddress: TEMPORAL_ADDRESS }
  throw new SettingsError(
    'Set DATABASE_URL and TEMPORAL_ADDRESS, or run "npm start" without a command, which brings its own.',
  )
}

function databaseUrlOf({ DATABASE_URL }: Settings): string {
  if (DATABASE_URL) return DATABASE_URL
  throw new SettingsError('Set DATABASE_URL: which Postgres is meant?')
}

/** What to tell the person at the terminal; the whole error where it is none they can mend. */
function describe(error: unknown): unknown {
  const { name, message, code, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Stop it, or set PORT to a free port.`
  return error instanceof SettingsError || error instanceof StackError || name === 'AbortError'
    ? message
    : error
}

main(process.argv[2]).then(
  () => process.exit(),
  (error: unknown) => {
    console.error(describe(error))
    process.exit(1)
  },
)
