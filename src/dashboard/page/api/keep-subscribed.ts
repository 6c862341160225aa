import type { TypedDocumentString } from '../generated/operations.ts'
import { sessionEnd, sessionIsBack } from './session-end.ts'
import { socket } from './socket.ts'

/** Backoff between attempts to reconnect, in milliseconds; the last value repeats. */
const BACKOFF_MS = [100, 500, 1_000, 2_000, 4_000]

export interface Subscriber<Data> {
  /** Asked for each time the page subscribes, so that it can continue where it was. */
  variables(): Record<string, unknown>
  onData(data: Data): void
  onErrors?(errors: unknown): void
  /** Whether it was over when the server completed it; false: subscribe again. Never over unless given. */
  isOver?(): boolean
}

/** Keeps a subscription open over broken connections and ended sessions, until the returned function is called. */
export function keepSubscribed<Data>(
  document: TypedDocumentString<Data, never>,
  { variables, onData, onErrors, isOver }: Subscriber<Data>,
): () => void {
  let stopped = false
  let unsubscribe: (() => void) | undefined
  let tries = 0
  let subscribed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const run = () => {
    clearTimeout(timer)
    subscribed = true
    unsubscribe = socket().subscribe<Data>(
      { query: document.toString(), variables: variables() },
      {
        next({ data }) {
          if (!data) return
          tries = 0
          onData(data)
        },
        error(errors) {
          onErrors?.(errors)
          again()
        },
        complete: () => (isOver?.() ? stop() : again()),
      },
    )
  }
  const again = () => {
    subscribed = false
    if (stopped) return
    // Without a session a retry can't succeed.
    if (sessionEnd.get()) return void sessionIsBack().then(now, () => {})
    timer = setTimeout(
      run,
      BACKOFF_MS[Math.min(tries++, BACKOFF_MS.length - 1)]! * (0.8 + Math.random() * 0.4),
    )
  }
  const now = () => {
    if (subscribed || stopped) return
    tries = 0
    clearTimeout(timer)
    timer = setTimeout(run, 50)
  }
  const stop = () => {
    stopped = true
    clearTimeout(timer)
    removeEventListener('online', now)
    unsubscribe?.()
  }
  addEventListener('online', now)
  run()
  return stop
}
