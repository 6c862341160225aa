/**
 * Whether the session of this page has ended. Requests then wait until the same person has signed in again: a form keeps
 * its input, and a save that was refused because the session had ended is sent again.
 */
let ended = false
const listeners = new Set<(ended: boolean) => void>()

/** A different person has signed in, so the waiting requests are rejected. */
export class DifferentPerson extends Error {}

let waiting: { resolve(): void; reject(error: Error): void }[] = []

export const sessionEnd = {
  get: () => ended,
  /** Calls `listener` when the session ends and when somebody has signed in again. */
  subscribe(listener: (ended: boolean) => void): () => void {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
}

function setEnded(next: boolean): void {
  if (ended === next) return
  ended = next
  for (const listener of listeners) listener(next)
}

/** The API no longer knows the session. */
export const endSession = (): void => setEnded(true)

/** Somebody has signed in. `same`: with the same access as before; then the waiting requests are sent, else rejected. */
export function beginSession({ same }: { same: boolean }): void {
  const all = waiting
  waiting = []
  setEnded(false)
  for (const { resolve, reject } of all)
    if (same) resolve()
    else reject(new DifferentPerson('Somebody else has signed in.'))
}

/** Resolves when there is a session, at once if it has not ended. Throws if `signal` is aborted first. */
export function sessionIsBack(signal?: AbortSignal): Promise<void> {
  if (!ended) return Promise.resolve()
  return new Promise((resolve, reject) => {
    waiting.push({ resolve, reject })
    signal?.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')))
  })
}
