import type { Pool } from 'pg'

/**
 * Where in talking to Postgres something failed. `connecting`: no connection could be had, new or from the pool.
 * `querying`: one was there, and a statement failed on it.
 */
export type DatabaseStage = 'connecting' | 'querying'

/** A property of its own: MikroORM copies those to the exceptions it makes of Postgres's errors. */
const STAGE = 'databaseStage'

/** Null: the error is not the database's. Sockets of clients and of Temporal fail with the same codes. */
export function databaseStageOf(error: unknown): DatabaseStage | null {
  return error instanceof Error && STAGE in error ? (error[STAGE] as DatabaseStage) : null
}

/** Marks every error of the pool's connections as the database's: whoever uses them, all statements go through here. */
export function markErrors(pool: Pool): void {
  intercept(pool, 'connect', 'connecting')
  pool.on('connect', (client) => intercept(client, 'query', 'querying'))
}

type Method = (...args: unknown[]) => unknown
type Callback = (error: unknown, ...results: unknown[]) => void

/** pg's methods take a callback as the last argument, or answer with a promise. */
function intercept<Name extends string>(
  owner: Record<Name, unknown>,
  name: Name,
  stage: DatabaseStage,
): void {
  const method = (owner[name] as Method).bind(owner)
  const intercepted: Method = (...args) => {
    const callback = args.at(-1)
    if (typeof callback === 'function') {
      const marked: Callback = (error, ...results) => (callback as Callback)(mark(error, stage), ...results)
      return method(...args.slice(0, -1), marked)
    }
    const result = method(...args)
    if (!(result instanceof Promise)) return result
    return result.catch((error: unknown) => {
      throw mark(error, stage)
    })
  }
  owner[name] = intercepted
}

function mark(error: unknown, stage: DatabaseStage): unknown {
  if (error instanceof Error && !(STAGE in error))
    Object.defineProperty(error, STAGE, { value: stage, configurable: true, writable: true })
  return error
}
