import type { Logger } from 'pino'
import { LeftBehindError } from '../end-within.ts'

/** What runs until it is closed. */
export interface Running {
  close(): Promise<void>
  /** Resolves with what went wrong when it can't go on by itself. */
  failed?: Promise<unknown>
}

export interface RunOptions {
  log: Logger
  /** How long ending may take, whatever hangs, in milliseconds. What closes itself in order is done well before. */
  endsWithinMs: number
  /** How long an opening may go on after a signal came, in milliseconds. It serves nobody yet. */
  openingEndsMs: number
  /** Opens it; `signal` aborts when the process is asked to end meanwhile. */
  open(signal: AbortSignal): Promise<Running>
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Ctrl-C reaches npm and this process, and npm passes it on: the second signal of one wish comes within milliseconds. */
const ONE_WISH_MS = 1_000

/**
 * Opens something and runs it until SIGINT or SIGTERM comes or it fails, then closes it in order. Returns the process's
 * exit code. A second signal ends the process at once, and so does the deadline.
 */
export async function runUntilSignal(options: RunOptions): Promise<number> {
  const { log, endsWithinMs } = options
  const asked = new AbortController()
  let askedAt = 0
  const onSignal = (name: NodeJS.Signals) => {
    if (asked.signal.aborted) {
      if (performance.now() - askedAt < ONE_WISH_MS) return
      log.warn(
        { signal: name },
        'Asked to end a second time. Ending at once; attempts on their way are made again.',
      )
      process.exit(1)
    }
    askedAt = performance.now()
    log.info({ signal: name }, 'Ending')
    asked.abort()
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  const ended = new Promise<void>((resolve) =>
    asked.signal.addEventListener('abort', () => resolve(), { once: true }),
  )

  const opening = options.open(asked.signal)
  const running = await Promise.race([
    opening,
    ended.then(() => withinOrNull(opening, options.openingEndsMs)),
  ]).catch((error: unknown) => {
    if (asked.signal.aborted) return null
    throw error
  })
  if (running === null) return 0
  const failure = await Promise.race([
    ended.then(() => null),
    ...(running.failed ? [failureOf(running.failed)] : []),
  ])
  if (failure) log.fatal({ err: failure.error }, 'It can not go on. Ending, to be started again.')

  const lastResort = setTimeout(() => {
    log.fatal(`Not ended after ${endsWithinMs / 1000} s; the lines before say what for. Ending at once.`)
    process.exit(1)
  }, endsWithinMs)
  try {
    await running.close()
  } catch (error) {
    // Its own log lines have said what.
    if (!(error instanceof LeftBehindError))
      log.error({ err: error }, 'Ending: not everything ended in order.')
    return 1
  } finally {
    clearTimeout(lastResort)
  }
  return failure ? 1 : 0
}

const failureOf = (failed: Promise<unknown>) => failed.then((error) => ({ error }))

async function withinOrNull<T>(promise: Promise<T>, milliseconds: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), milliseconds)))
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
