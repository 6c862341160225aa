import type { RequestHandler } from 'express'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

/** Postgres has answered by then or counts as away, in milliseconds. */
const DEADLINE_MS = 1_000

/**
 * `GET /health`: 200 and `{ "status": "ok" }` when this process can serve, that is when Postgres answers through its
 * pool; else 503 with what failed. Temporal is not asked: the API serves without it. However many ask, Postgres is asked
 * once at a time.
 */
export function createHealth(database: Database): RequestHandler {
  let asking: Promise<boolean> | null = null

  const postgresAnswers = () =>
    (asking ??= sql(database)`select 1`
      .then(
        () => true,
        () => false,
      )
      .finally(() => (asking = null)))

  return async (_request, response) => {
    const late = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => late.resolve(false), DEADLINE_MS)
    const isOk = await Promise.race([postgresAnswers(), late.promise])
    clearTimeout(timer)
    response.set('cache-control', 'no-store')
    if (isOk) return void response.json({ status: 'ok' })
    const message = `Postgres did not answer within ${DEADLINE_MS} ms.`
    response.status(503).json({ status: 'unavailable', failed: ['postgres'], message })
  }
}
