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
  /** Null if Temporal isn't ours. */
  readonly temporalUiUrl: string | null
  /** Closes Temporal and Postgres, one after the other. Safe to call twice. */
  close(): Promise<void>
}

export interface StackOptions {
  /** Everything that has to survive restarts is kept here. */
  folder: string
  /** Where downloaded programs are kept, see cache-folder.ts. */
  cacheFolder: string
  /** A Postgres and a Temporal that run already, which are not started then; prepareTemporal() is the caller's. */
  databaseUrl?: string
  temporalAddress?: string
  namespace?: string
  /** Any free ones if left out. */
  ports?: { postgres?: number; temporal?: number; temporalUi?: number }
  log: (line: string) => void
  /** Gives up: ends a download, and closes what has been started. Has no effect later. */
  signal?: AbortSignal
}

/**
 * Starts what durahook needs and was not given: Postgres, and Temporal with its UI. Resolves when all of it answers.
 * If a part fails, the others are closed before this rejects.
 * @throws StackError whose message names the part and says what to do; the reason of `signal` if that gave up
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { folder, cacheFolder, databaseUrl, temporalAddress, ports = {}, log } = options
  await using opened = new AsyncDisposableStack()
  const failure = new AbortController()
  const signal = AbortSignal.any([failure.signal, ...(options.signal ? [options.signal] : [])])

  /** Waits for the part's end in any case: what the other part has opened by then has to be closed as well. */
  async function part<T extends AsyncDisposable>(name: string, start: () => Promise<T>) {
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
      part('Postgres', () => startPostgres({ folder: join(folder, 'postgres'), port: ports.postgres, log })),
    temporalAddress === undefined &&
      part('Temporal', async () => {
        tellOfOldData(folder, log)
        const program = await findTemporal({ cacheFolder, log, signal })
        const { namespace = 'default' } = options
        const own = { folder: join(folder, 'temporal-dev'), port: ports.temporal, uiPort: ports.temporalUi }
        return startTemporal({ program, namespace, log, ...own })
      }),
  ])
  signal.throwIfAborted()

  const parts = opened.move()
  const close = () => parts.disposeAsync()
  return {
    databaseUrl: postgres ? postgres.url : databaseUrl!,
    temporalAddress: temporal ? temporal.address : temporalAddress!,
    temporalUiUrl: temporal ? temporal.uiUrl : null,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Up to 0.1.0's first versions a server with files of another kind ran here; its deliveries are started again. */
function tellOfOldData(folder: string, log: (line: string) => void): void {
  const old = join(folder, 'temporal')
  if (existsSync(old))
    log(
      `${old} is of the Temporal server that ran here before, and may be deleted; deliveries under way go on within two minutes`,
    )
}

function describe(part: string, error: unknown): StackError {
  const message = error instanceof Error ? error.message : String(error)
  return new StackError(`${part} didn't start. ${message}`, { cause: error })
}
