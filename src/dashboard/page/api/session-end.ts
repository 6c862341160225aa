/**
 * Whether the session of this page has ended. What is sent meanwhile waits, and goes on when the same person has signed
 * in again: a form keeps what was typed, and a Save that was refused for it is sent after all.
 */
let ended = false
const listeners = new Set<(ended: boolean) => void>()

/** Somebody else signed in: what waited was another person's wish. */
export class AnotherPerson extends Error {}

let waiting: { resolve(): void; reject(error: Error): void }[] = []

export const sessionEnd = {
  get: () => ended,
  /** Calls back when the session ends and when it is back. */
  subscribe(listener: (ended: boolean) => void): () => void {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
}

function become(next: boolean): void {
  if (ended === next) return
  ended = next
  for (const listener of listeners) listener(next)
}

/** The API no longer knows the session. */
export const endSession = (): void => become(true)

/** Somebody has signed in. `same`: they reach what was reached before, so what waits is sent. */
export function beginSession({ same }: { same: boolean }): void {
  const all = waiting
  waiting = []
  become(false)
  for (const { resolve, reject } of all)
    if (same) resolve()
    else reject(new AnotherPerson('Somebody else has signed in.'))
}

/** Resolves when the session is back; at once while it has not ended. Throws when `signal` is aborted first. */
export function sessionIsBack(signal?: AbortSignal): Promise<void> {
  if (!ended) return Promise.resolve()
  return new Promise((resolve, reject) => {
    waiting.push({ resolve, reject })
    signal?.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')))
  })
}
