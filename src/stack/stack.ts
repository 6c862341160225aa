import { join } from 'node:path'
import type { Log } from './log.ts'
import { startPostgres } from './postgres.ts'
import { StackError } from './stack-error.ts'
import { findTemporalServer, findTemporalUi } from './temporal-binaries.ts'
import { startTemporalUi } from './temporal-ui.ts'
import { startTemporal } from './temporal.ts'

export interface Stack extends AsyncDisposable {
  readonly databaseUrl: string
  /** host:port of Temporal's gRPC frontend. */
  readonly temporalAddress: string
  /** Null if Temporal isn't ours. */
  readonly temporalUiUrl: string | null
  /** Closes Temporal UI, Temporal and Postgres, one after the other. Safe to call twice. */
  close(): Promise<void>
}

export interface StackOptions {
  /** Everything that has to survive restarts is kept here. */
  folder: string
  /** Where built programs are kept, see cache-folder.ts. */
  cacheFolder: string
  /** A Postgres that runs already, instead of the embedded one. */
  databaseUrl?: string
  /** A Temporal that runs already, instead of a local one; prepareTemporal() has to be called for it. */
  temporalAddress?: string
  /** Default `default`. */
  namespace?: string
  /** Any free ones if left out. */
  ports?: { postgres?: number; temporal?: number; temporalUi?: number }
  log: Log
  /** Gives up: ends a download or a build, and closes what has been started. Has no effect later. */
  signal?: AbortSignal
}

/**
 * Starts what durahook needs and was not given: Postgres, and Temporal with its UI. Resolves when all of it answers.
 * If a part fails, the others are closed before this rejects.
 * @throws StackError whose message names the part and says what to do; the reason of `signal` if that gave up
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { folder, cacheFolder, namespace = 'default', ports = {}, log } = options
  await using opened = new AsyncDisposableStack()
  const failure = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, failure.signal]) : failure.signal
  let firstError: unknown = null

  /** Waits for the part's end in any case: what the other part has opened by then has to be closed as well. */
  async function part<T>(name: string, start: () => Promise<T>): Promise<T | undefined> {
    try {
      return await start()
    } catch (error) {
      firstError ??= options.signal?.aborted ? options.signal.reason : describe(name, error)
      failure.abort()
      return undefined
    }
  }

  async function postgres(): Promise<string> {
    log('Starting Postgres')
    return opened.use(await startPostgres({ folder: join(folder, 'postgres'), port: ports.postgres, log }))
      .url
  }

  async function temporal(): Promise<{ address: string; uiUrl: string }> {
    // One after the other: two Go builds at once would take as long and twice the memory.
    const server = await findTemporalServer({ cacheFolder, log, signal })
    const ui = await findTemporalUi({ cacheFolder, log, signal })
    log('Starting Temporal')
    const inFolder = { folder: join(folder, 'temporal'), namespace, log }
    const { address } = opened.use(await startTemporal({ server, port: ports.temporal, ...inFolder }))
    const uiOptions = { ui, temporalAddress: address, port: ports.temporalUi, ...inFolder }
    return { address, uiUrl: opened.use(await startTemporalUi(uiOptions)).url }
  }

  const [databaseUrl, { address, uiUrl } = {}] = await Promise.all([
    options.databaseUrl ?? part('Postgres', postgres),
    options.temporalAddress === undefined
      ? part('Temporal', temporal)
      : { address: options.temporalAddress, uiUrl: null },
  ])
  if (databaseUrl === undefined || address === undefined || uiUrl === undefined) throw firstError
  options.signal?.throwIfAborted()

  const parts = opened.move()
  const close = () => parts.disposeAsync()
  return { databaseUrl, temporalAddress: address, temporalUiUrl: uiUrl, close, [Symbol.asyncDispose]: close }
}

function describe(part: string, error: unknown): StackError {
  const code = error instanceof StackError ? error.code : 'PART_FAILED'
  const message = error instanceof Error ? error.message : String(error)
  return new StackError(code, `${part} didn't start. ${message}`, { cause: error })
}
