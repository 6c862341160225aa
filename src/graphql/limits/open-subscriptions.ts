import type { ExecutionResult } from 'graphql'

/** Counts the subscriptions of this process. Each counts until its work has fully stopped. */
export interface OpenSubscriptions {
  /** Registers a connection of `owner`, for its subscriptions. */
  connect(owner: string): ConnectionSubscriptions
}

export interface ConnectionSubscriptions {
  /** Begins a subscription; null if the owner has reached its limit. */
  begin(id: string): OpenSubscription | null
  /** Ends the subscription, as the client completed it. */
  complete(id: string): void
  /** Ends all subscriptions, as the connection has ended. */
  end(): void
}

export interface OpenSubscription {
  /** Aborted when the client completes the subscription or the connection ends. */
  signal: AbortSignal
  /** Stops counting the subscription, as its work has stopped. */
  close(): void
  /** The same results, ended as soon as `signal` is aborted, even while the next one is awaited. Calls `close` then. */
  follow(results: AsyncGenerator<ExecutionResult>): AsyncGenerator<ExecutionResult>
}

/** The reason given to abort(), which would otherwise create an expensive DOMException each time. */
const ENDED = 'The subscription has ended.'

/** `maximum` is how many an owner may have at once. */
export function createOpenSubscriptions(maximum: number): OpenSubscriptions {
  const counts = new Map<string, number>()

  function count(owner: string, change: 1 | -1): void {
    const after = (counts.get(owner) ?? 0) + change
    if (after === 0) counts.delete(owner)
    else counts.set(owner, after)
  }

  return {
    connect(owner) {
      const open = new Set<AbortController>()
      const byId = new Map<string, AbortController>()
      let ended = false
      return {
        begin(id) {
          if ((counts.get(owner) ?? 0) >= maximum) return null
          const ending = new AbortController()
          if (ended) ending.abort(ENDED)
          count(owner, 1)
          open.add(ending)
          byId.set(id, ending) // a client may reuse the id of a subscription that it has completed
          function close(): void {
            if (!open.delete(ending)) return
            if (byId.get(id) === ending) byId.delete(id)
            count(owner, -1)
          }
          return {
            signal: ending.signal,
            close,
            follow: (results) => endingOnAbort(results, ending, close),
          }
        },
        complete: (id) => byId.get(id)?.abort(ENDED),
        end() {
          ended = true
          for (const ending of open) ending.abort(ENDED)
        },
      }
    },
  }
}

/** The id of the subscription that a graphql-transport-ws message completes; null for other messages. */
export function completedBy(message: string): string | null {
  if (!message.includes('"complete"')) return null // avoids parsing most messages a second time
  try {
    const { type, id } = JSON.parse(message) as { type?: unknown; id?: unknown }
    return type === 'complete' && typeof id === 'string' ? id : null
  } catch {
    return null
  }
}

/**
 * Hides the end of a completed subscription from graphql-ws. Otherwise graphql-ws would send `complete` with an id that
 * the client may already use for a new subscription, and would forget the new one.
 */
export const never = <Result>(): Promise<Result> => new Promise(() => {})

/**
 * Ends a generator of results when the signal is aborted. graphql-ws calls `return()` too, but only on the last generator
 * of an id, and only if it has the generator by then. Besides, a generator that awaits something ignores `return()`.
 */
function endingOnAbort(
  results: AsyncGenerator<ExecutionResult>,
  ended: AbortController,
  close: () => void,
): AsyncGenerator<ExecutionResult> {
  async function closingAtTheEnd(step: Promise<IteratorResult<ExecutionResult>>) {
    try {
      const result = await step
      if (result.done) close()
      return result
    } catch (error) {
      close()
      throw error
    }
  }
  async function next() {
    try {
      return await closingAtTheEnd(results.next())
    } finally {
      if (ended.signal.aborted) await never()
    }
  }
  const finish = () => closingAtTheEnd(results.return(undefined))
  const finishQuietly = () => void finish().catch(() => {})
  ended.signal.addEventListener('abort', finishQuietly, { once: true })
  if (ended.signal.aborted) finishQuietly()
  return {
    next,
    return() {
      ended.abort(ENDED)
      return finish()
    },
    throw(error) {
      ended.abort(ENDED)
      return closingAtTheEnd(results.throw(error))
    },
    [Symbol.asyncIterator]() {
      return this
    },
    async [Symbol.asyncDispose]() {
      await this.return(undefined)
    },
  }
}
