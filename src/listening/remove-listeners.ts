import { sql as fragment } from 'kysely'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { deleteWebhook } from '../webhooks/delete-webhook.ts'

/** A listener for which nobody comes for so long is removed, in hours. */
const ABSENT_HOURS = 24

/** Deletes the listeners for which nobody has come, with what waits for them. */
export async function removeListeners(database: Database): Promise<void> {
  const isAbsent = fragment`status = 'LISTENING' and deleted_at is null
    and listener_seen_at < now() - make_interval(hours => ${ABSENT_HOURS})`
  const absent = await sql<{ id: string }>(database)`select id from webhooks where ${isAbsent} limit 100`
  const failures: unknown[] = []
  for (const { id } of absent)
    await deleteWebhook(database, id, async (em) => {
      // Under the lock: somebody may have come meanwhile.
      const still = await sql(em)`select from webhooks where id = ${id} and ${isAbsent}`
      return still.length > 0
    }).catch((error: unknown) => failures.push(error)) // One for which very much waits holds up no others.
  if (failures.length > 0) throw failures[0]
}
