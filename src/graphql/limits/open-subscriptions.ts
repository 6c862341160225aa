import type { ExecutionResult } from 'graphql'

/** The subscriptions on this process, each counted until nothing of it runs any more. */
export interface OpenSubscriptions {
  /** For the subscriptions of one connection of `owner`. */
  connect(owner: string): ConnectionSubscriptions
}

export interface ConnectionSubscriptions {
  /** Begins one; null: the owner has as many as it may. */
  begin(id: string): OpenSubscription | null
  /** The client wants no more of it. */
  complete(id: string): void
  /** The connection has ended, and all of it with it. */
  end(): void
}

export interface OpenSubscription {
  /** Aborted when nobody wants more of it. */
  signal: AbortSignal
  /** Nothing of it runs any more. */
  close(): void
  /** Its results, ending as soon as nobody wants more, also while they wait for the next; then it is closed. */
  follow(results: AsyncGenerator<ExecutionResult>): AsyncGenerator<ExecutionResult>
}

/** Given as the reason, because making one takes longer than all the rest of an ending. */
const ENDED = 'Nobody wants more of it.'

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
          byId.set(id, ending) // of two with one id the client has completed the first
          function close(): void {
            if (!open.delete(ending)) return
            if (byId.get(id) === ending) byId.delete(id)
            count(owner, -1)
          }
          return {
            signal: ending.signal,
            close,
            follow: (results) => endingAtOnce(results, ending, close),
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

/** The subscription a message of graphql-transport-ws completes, if it does. */
export function completedBy(message: string): string | null {
  if (!message.includes('"complete"')) return null // most: parsed once is enough
  try {
    const { type, id } = JSON.parse(message) as { type?: unknown; id?: unknown }
    return type === 'complete' && typeof id === 'string' ? id : null
  } catch {
    return null
  }
}

/**
 * What graphql-ws gets instead of the end of a subscription that nobody wants any more: it would tell the client of that
 * end under a name that the client may have given to another by then, and forget the other.
 */
export const never = <Result>(): Promise<Result> => new Promise(() => {})

/**
 * When a client completes, graphql-ws calls `return()` of a generator that it has by then, and only of the last one of
 * an id. One that waits for something can't hear that: it is told by the signal.
 */
function endingAtOnce(
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
