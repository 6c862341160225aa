import type { RequestHandler } from 'express'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

/** If Postgres does not answer within this time it counts as unavailable, in milliseconds. */
const DEADLINE_MS = 1_000

/**
 * `GET /health`: 200 and `{ "status": "ok" }` if Postgres answers through this process's pool; else 503 with what failed.
 * Temporal is not checked, as the API works without it. Concurrent requests share one query to Postgres.
 */
export function createHealth(database: Database): RequestHandler {
  let query: Promise<boolean> | null = null

  const postgresAnswers = () =>
    (query ??= sql(database)`select 1`
      .then(
        () => true,
        () => false,
      )
      .finally(() => (query = null)))

  return async (_request, response) => {
    const timeout = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => timeout.resolve(false), DEADLINE_MS)
    const isOk = await Promise.race([postgresAnswers(), timeout.promise])
    clearTimeout(timer)
    response.set('cache-control', 'no-store')
    if (isOk) return void response.json({ status: 'ok' })
    const message = `Postgres did not answer within ${DEADLINE_MS} ms.`
    response.status(503).json({ status: 'unavailable', failed: ['postgres'], message })
  }
}
