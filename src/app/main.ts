import type { Logger } from 'pino'
import { checkEncryptionKeys, checkTables, checkTemporal } from './check-start.ts'
import { createOperatorKey } from './create-key.ts'
import { migrate } from './migrate.ts'
import { rotateEncryptionKey } from './rotate-encryption-key.ts'
import { createLog } from './create-log.ts'
import type { Readiness } from '../probes/readiness.ts'
import { openApi } from './open-api.ts'
import { openMetricsPort, temporalMetricsAddress } from './open-metrics-port.ts'
import type { OpenOptions } from './open-shared.ts'
import { openWorker } from './open-worker.ts'
import { readableLines } from './readable-lines.ts'
import { readCommand, type StartCommand } from './read-command.ts'
import { readyMessage } from './ready-message.ts'
import { runUntilSignal, type Running } from './run-until-signal.ts'
import { start } from './start.ts'
import { installTracing } from '../tracing/tracing.ts'
import { parseSettings, SettingsError, type Settings } from '../settings/settings.ts'
import { StackError } from '../stack/stack-error.ts'
import { installTemporalRuntime } from '../temporal/runtime.ts'

/** Each process exits after this time even if closing hangs, in milliseconds. An orderly close takes much less. */
const ENDS_WITHIN_MS = { api: 4_800, worker: 40_000, start: 90_000 }
const OPENING_ENDS_MS = { api: 3_000, worker: 3_000, start: 40_000 }

const print = (line: string) => console.log(line)

/** Returns the process's exit code. */
async function main(args: readonly string[]): Promise<number> {
  const read = readCommand(args)
  return 'command' in read ? run(read.command, parseSettings(process.env)) : read.exitCode
}

async function run(command: StartCommand, settings: Settings): Promise<number> {
  switch (command) {
    case 'start': {
      const log = endOnErrors(createLog(settings, 'start', readableLines(print)))
      return runUntilSignal({
        log,
        endsWithinMs: ENDS_WITHIN_MS.start,
        openingEndsMs: OPENING_ENDS_MS.start,
        async open(signal) {
          const started = await start(settings, print, signal)
          if (!signal.aborted) print(readyMessage(started))
          return { failed: started.failed, close: async () => started[Symbol.asyncDispose]() }
        },
      })
    }
    case 'api': {
      const log = endOnErrors(createLog(settings, 'api'))
      const options = { ...addresses(settings), settings, log }
      return runUntilSignal({
        log,
        endsWithinMs: ENDS_WITHIN_MS.api,
        openingEndsMs: OPENING_ENDS_MS.api,
        async open() {
          await checkTables(options.databaseUrl)
          await checkEncryptionKeys(options.databaseUrl, settings.ENCRYPTION_KEYS)
          return seenFromOutside(options, null, async () => {
            const api = await openApi(options)
            log.info({ host: settings.HOST, port: api.port }, 'The API listens.')
            return api
          })
        },
      })
    }
    case 'worker': {
      const log = endOnErrors(createLog(settings, 'worker'))
      const options = { ...addresses(settings), settings, log }
      const temporalMetrics = await temporalMetricsAddress(settings)
      installTemporalRuntime(log, temporalMetrics)
      return runUntilSignal({
        log,
        endsWithinMs: ENDS_WITHIN_MS.worker,
        openingEndsMs: OPENING_ENDS_MS.worker,
        async open() {
          await checkTables(options.databaseUrl)
          await checkEncryptionKeys(options.databaseUrl, settings.ENCRYPTION_KEYS)
          await checkTemporal(options.temporalAddress, settings.TEMPORAL_NAMESPACE)
          return seenFromOutside(options, temporalMetrics, () => openWorker(options))
        },
      })
    }
    case 'migrate': {
      const { databaseUrl, temporalAddress } = addresses(settings)
      await migrate(databaseUrl, temporalAddress, settings)
      print('Postgres and Temporal are up to date.')
      return 0
    }
    case 'create-key':
      print(await createOperatorKey(databaseUrlOf(settings)))
      return 0
    case 'rotate-encryption-key':
      await rotateEncryptionKey(databaseUrlOf(settings), settings.ENCRYPTION_KEYS, print)
      return 0
  }
}

/** Opens it, serves its metrics and probes, and sends its traces, from its first attempt to its last. */
async function seenFromOutside(
  { settings, databaseUrl, log }: OpenOptions,
  temporalMetrics: string | null,
  open: () => Promise<Running & { readiness: Readiness }>,
): Promise<Running> {
  const tracing = await installTracing(settings, log)
  const opened = await open()
  const parts = [opened.readiness]
  const metrics = await openMetricsPort({ settings, databaseUrl, log, parts, temporalMetrics })
  return {
    ...(opened.failed && { failed: opened.failed }),
    async close() {
      await opened.close()
      await Promise.all([metrics.close(), tracing.close()])
    },
  }
}

/** An uncaught error is a bug and leaves an unknown state, so the process logs it and ends, to be started again. */
function endOnErrors(log: Logger): Logger {
  process.on('uncaughtException', (error, origin) => {
    log.fatal({ err: error, origin }, 'Uncaught error. Ending, to be started again.')
    process.exit(1)
  })
  return log
}

/** The external Postgres and Temporal, for commands that don't start their own. */
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

/** What to print for a failed command: only the message if the user can fix the problem, otherwise the whole error. */
function describe(error: unknown): unknown {
  const { name, message, code, syscall, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Stop it, or set PORT to a free port.`
  if (syscall === 'listen' || syscall === 'getaddrinfo')
    return `The API can't listen there (${message}). Mend HOST or PORT.`
  // Such as a folder without write permission, or a full disk.
  if (syscall !== undefined) return message
  return error instanceof SettingsError || error instanceof StackError || name === 'AbortError'
    ? message
    : error
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(describe(error))
    process.exit(1)
  },
)
