import { sql as fragment } from 'kysely'
import { ERASED } from '../attempts/record-attempt.ts'
import type { Database } from '../database/database.ts'
import { sql, transactional } from '../database/sql.ts'
import { RECORD_COLUMNS } from '../retention/purge-events.ts'

const COLUMNS = fragment.raw(RECORD_COLUMNS)

/**
 * Removes an event's payload and what receivers answered to its deliveries, in one transaction; deliveries still to be made are
 * canceled. What an attempt on its way gets as an answer is not kept either. Does nothing to an event that was erased before.
 */
export async function eraseEvent(database: Database, eventId: string): Promise<void> {
  await transactional(database, async (em) => {
    await sql(em)`select from events where id = ${eventId} for update`
    // In the order of markStarted, to avoid deadlocks.
    const deliveries = await sql<{ id: string }>(em)`
      select id from deliveries where event_id = ${eventId} order by id for update`
    const ids = deliveries.map(({ id }) => id)
    await sql(em)`
      update deliveries d set
        status = case when status = 'PENDING' then 'CANCELED' else status end,
        finished_at = coalesce(finished_at, now()), next_attempt_at = null, retry_requested_at = null, decision = ${ERASED}
      where event_id = ${eventId} and (d.status = 'PENDING' or d.attempt_started_at is not null)`
    await sql(em)`
      update attempts a set response_body = null, response_headers = '[]', response_body_truncated = false
      from unnest(${ids}::text[]) as of(delivery_id) where a.delivery_id = of.delivery_id`
    // A purge may have copied it already.
    await sql(em)`
      insert into event_records (${COLUMNS}) select ${COLUMNS} from events where id = ${eventId} on conflict do nothing`
    await sql(em)`delete from events where id = ${eventId}`
    await sql(em)`update event_records set erased_at = now() where id = ${eventId} and erased_at is null`
  })
}
