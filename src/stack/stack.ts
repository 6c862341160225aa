import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startPostgres } from './postgres.ts'
import { StackError } from './stack-error.ts'
import { findTemporal } from './temporal-program.ts'
import { startTemporal } from './temporal.ts'

export interface Stack extends AsyncDisposable {
  readonly databaseUrl: string
  /** host:port of Temporal's gRPC frontend. */
  readonly temporalAddress: string
  /** Null if the stack did not start Temporal. */
  readonly temporalUiUrl: string | null
  /** Closes Temporal and Postgres, one after the other. Safe to call twice. */
  close(): Promise<void>
}

export interface StackOptions {
  /** For all data that has to survive restarts. */
  folder: string
  /** For downloaded programs, see cache-folder.ts. */
  cacheFolder: string
  /** An existing Postgres or Temporal to use, instead of starting one. The caller then has to call prepareTemporal(). */
  databaseUrl?: string
  temporalAddress?: string
  namespace?: string
  /** Any free ports if left out. */
  ports?: { postgres?: number; temporal?: number; temporalUi?: number }
  log: (line: string) => void
  /** Cancels the start: ends a download, and closes what has been started. Has no effect after the start. */
  signal?: AbortSignal
}

/**
 * Starts Postgres, and Temporal with its UI, except for those that `options` names. Resolves when both answer. If one
 * fails, the other is closed before this rejects.
 * @throws StackError whose message names the server and says what to do; the reason of `signal` if that aborts
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { folder, cacheFolder, databaseUrl, temporalAddress, ports = {}, log } = options
  await using opened = new AsyncDisposableStack()
  const failure = new AbortController()
  const signal = AbortSignal.any([failure.signal, ...(options.signal ? [options.signal] : [])])

  /** Never rejects, so that Promise.all waits for both servers and closes whichever has been started. */
  async function startServer<T extends AsyncDisposable>(name: string, start: () => Promise<T>) {
    log(`Starting ${name}`)
    try {
      return opened.use(await start())
    } catch (error) {
      failure.abort(describe(name, error))
      return undefined
    }
  }

  const [postgres, temporal] = await Promise.all([
    databaseUrl === undefined &&
      startServer('Postgres', () =>
        startPostgres({ folder: join(folder, 'postgres'), port: ports.postgres, log }),
      ),
    temporalAddress === undefined &&
      startServer('Temporal', async () => {
        logOldData(folder, log)
        const program = await findTemporal({ cacheFolder, log, signal })
        const { namespace = 'default' } = options
        const own = { folder: join(folder, 'temporal-dev'), port: ports.temporal, uiPort: ports.temporalUi }
        return startTemporal({ program, namespace, log, ...own })
      }),
  ])
  signal.throwIfAborted()

  const servers = opened.move()
  const close = () => servers.disposeAsync()
  return {
    databaseUrl: postgres ? postgres.url : databaseUrl!,
    temporalAddress: temporal ? temporal.address : temporalAddress!,
    temporalUiUrl: temporal ? temporal.uiUrl : null,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Early versions of 0.1.0 ran a Temporal server with other data files. Its deliveries are started again from Postgres. */
function logOldData(folder: string, log: (line: string) => void): void {
  const old = join(folder, 'temporal')
  if (existsSync(old))
    log(
      `${old} is of the Temporal server that ran here before, and may be deleted; deliveries under way go on within two minutes`,
    )
}

function describe(name: string, error: unknown): StackError {
  const message = error instanceof Error ? error.message : String(error)
  return new StackError(`${name} didn't start. ${message}`, { cause: error })
}
