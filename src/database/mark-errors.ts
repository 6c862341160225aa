import type { Socket } from 'node:net'
import type { Pool, PoolClient } from 'pg'

/**
 * At which stage a call to Postgres failed. `connecting`: no connection could be opened or taken from the pool.
 * `querying`: a statement failed.
 */
export type DatabaseStage = 'connecting' | 'querying'

/** Stored as an own property: MikroORM copies own properties when it wraps Postgres's errors in its exceptions. */
const STAGE = 'databaseStage'

/** Null if the error did not come from the database. Its code can't tell: other sockets fail with the same codes. */
export function databaseStageOf(error: unknown): DatabaseStage | null {
  return error instanceof Error && STAGE in error ? (error[STAGE] as DatabaseStage) : null
}

/**
 * Marks every error of the pool's connections. All statements go through here, whoever runs them. A connection that did not
 * answer in time is closed: it may never answer.
 */
export function markErrors(pool: Pool): void {
  intercept(pool, 'connect', 'connecting')
  pool.on('connect', (client) => {
    intercept(client, 'query', 'querying', (error) => {
      if (error.message === NO_ANSWER) streamOf(client).destroy()
    })
  })
}

/** pg's error after `query_timeout`. */
const NO_ANSWER = 'Query read timeout'

const streamOf = (client: PoolClient) =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream

type Method = (...args: unknown[]) => unknown
type Callback = (error: unknown, ...results: unknown[]) => void

/** pg's methods take a callback as the last argument, or return a promise. */
function intercept<Name extends string>(
  owner: Record<Name, unknown>,
  name: Name,
  stage: DatabaseStage,
  onError: (error: Error) => void = () => {},
): void {
  const method = (owner[name] as Method).bind(owner)
  function marking(error: unknown): unknown {
    if (error instanceof Error) onError(error)
    return mark(error, stage)
  }
  const intercepted: Method = (...args) => {
    const callback = args.at(-1)
    if (typeof callback === 'function') {
      const marked: Callback = (error, ...results) => (callback as Callback)(marking(error), ...results)
      return method(...args.slice(0, -1), marked)
    }
    const result = method(...args)
    if (!(result instanceof Promise)) return result
    return result.catch((error: unknown) => {
      throw marking(error)
    })
  }
  owner[name] = intercepted
}

function mark(error: unknown, stage: DatabaseStage): unknown {
  if (error instanceof Error && !(STAGE in error))
    Object.defineProperty(error, STAGE, { value: stage, configurable: true, writable: true })
  return error
}
