import type { Connection } from '@temporalio/client'
import type { NativeConnection } from '@temporalio/worker'
import { knownMigrations } from '../database/known-migrations.ts'
import type { Database } from '../database/database.ts'
import type { Listener } from '../database/listen.ts'
import { sql } from '../database/sql.ts'
import { describeError } from '../describe-error.ts'
import { ANSWER_MS, type Need } from './readiness.ts'

/** That Postgres answers through this process's pool, takes writes, and has the tables of this version. */
export const needsPostgres = (database: Database): Need => ({
  name: 'postgres',
  async problem() {
    const known = knownMigrations(database)
    try {
      const [row] = await sql<{ readOnly: boolean; missing: string[] }>(database)`
        select current_setting('transaction_read_only')::boolean as "readOnly", array(
          select name from unnest(${known}::text[]) as name where name not in (select name from mikro_orm_migrations)
          order by name) as missing`
      if (row!.readOnly) return 'Postgres takes no writes: it is read-only, as after a failover.'
      if (row!.missing.length > 0)
        return `The tables are of an older durahook (${row!.missing.join(', ')} to come).`
      return null
    } catch (error) {
      return `Postgres does not answer: ${reason(error)}`
    }
  },
})

/** That the connection for notifications is open. */
export const needsNotifications = (listener: Listener): Need => ({
  name: 'notifications',
  problem: () =>
    listener.isOpen() ? null : 'The listening connection to Postgres is closed; it is being opened again.',
})

/** That Temporal answers. */
export const needsTemporal = (connection: Connection | NativeConnection, namespace: string): Need => ({
  name: 'temporal',
  async problem() {
    try {
      await connection.withDeadline(Date.now() + ANSWER_MS, () =>
        connection.workflowService.describeNamespace({ namespace }),
      )
      return null
    } catch (error) {
      return `Temporal does not answer: ${reason(error)}`
    }
  },
})

/** A relay that has looked for work so long ago is stuck, in milliseconds. */
const CLAIM_MS = 5_000

/** That the worker looks for deliveries. */
export const needsClaims = (relay: { sinceLastClaimMs(): number }): Need => ({
  name: 'claims',
  problem() {
    const ms = relay.sinceLastClaimMs()
    return ms < CLAIM_MS ? null : `The worker has not looked for deliveries for ${Math.round(ms / 1000)} s.`
  },
})

const reason = (error: unknown) => (describeError(error) as { message: string }).message
