import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql as fragment } from 'kysely'
import { sql } from '../database/sql.ts'
import { logInterrupted } from '../operating/apply-healing.ts'

/** Logs what is on its way to a listener as INTERRUPTED, so that it waits again. */
export async function interruptAttempts(em: SqlEntityManager, webhookId: string): Promise<void> {
  await sql(em)`
    with found as materialized (
      select * from deliveries_open
      where webhook_id || '' = ${webhookId} and attempt_started_at is not null
      order by id for no key update
    ), logged as (
      ${logInterrupted(fragment`case when status = 'PENDING' then 'The request is made again.' else decision end`)}
    )
    update deliveries d set attempt_started_at = null, attempt_trigger = null from found
    where d.id = found.id and (d.status = 'PENDING' or d.attempt_started_at is not null)`
}
