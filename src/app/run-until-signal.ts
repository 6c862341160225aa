import type { Logger } from 'pino'
import { LeftBehindError } from '../end-within.ts'

/** Something that runs until it is closed. */
export interface Running {
  close(): Promise<void>
  /** Resolves with the error when it can't go on running. */
  failed?: Promise<unknown>
}

export interface RunOptions {
  log: Logger
  /** After this time the process exits even if closing hangs, in milliseconds. Longer than an orderly close takes. */
  endsWithinMs: number
  /** How long opening may go on after a signal, in milliseconds. */
  openingEndsMs: number
  /** Opens it; `signal` aborts when the process gets a signal meanwhile. */
  open(signal: AbortSignal): Promise<Running>
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** One Ctrl-C can signal this process twice within milliseconds: from the terminal, and passed on by npm. */
const SAME_REQUEST_MS = 1_000

/**
 * Opens something, runs it until SIGINT or SIGTERM or until it fails, then closes it in order. Returns the process's exit
 * code. A second signal, or the deadline, ends the process at once.
 */
export async function runUntilSignal(options: RunOptions): Promise<number> {
  const { log, endsWithinMs } = options
  const stopping = new AbortController()
  let stoppingSince = 0
  const onSignal = (name: NodeJS.Signals) => {
    if (stopping.signal.aborted) {
      if (performance.now() - stoppingSince < SAME_REQUEST_MS) return
      log.warn(
        { signal: name },
        'Asked to end a second time. Ending at once; attempts under way are made again.',
      )
      process.exit(1)
    }
    stoppingSince = performance.now()
    log.info({ signal: name }, 'Ending')
    stopping.abort()
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  const stopRequested = new Promise<void>((resolve) =>
    stopping.signal.addEventListener('abort', () => resolve(), { once: true }),
  )

  const opening = options.open(stopping.signal)
  const running = await Promise.race([
    opening,
    stopRequested.then(() => withinOrNull(opening, options.openingEndsMs)),
  ]).catch((error: unknown) => {
    if (stopping.signal.aborted) return null
    throw error
  })
  if (running === null) return 0
  const failure = await Promise.race([
    stopRequested.then(() => null),
    ...(running.failed ? [failureOf(running.failed)] : []),
  ])
  if (failure) log.fatal({ err: failure.error }, 'This process can not go on. Ending, to be started again.')

  const lastResort = setTimeout(() => {
    log.fatal(`Shutdown took longer than ${endsWithinMs / 1000} s; the lines before say why. Ending at once.`)
    process.exit(1)
  }, endsWithinMs)
  try {
    await running.close()
  } catch (error) {
    // A LeftBehindError has been logged where it was thrown.
    if (!(error instanceof LeftBehindError))
      log.error({ err: error }, 'Shutdown: not everything ended in order.')
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
