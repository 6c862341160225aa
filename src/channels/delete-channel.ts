import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { userError } from '../words/user-errors.ts'
import { Channel } from './channel.ts'

/** Deletes a channel. Returns false if there is none. Throws IN_USE while a webhook is limited to it. */
export async function deleteChannel(
  database: Database,
  organizationId: string,
  id: string,
): Promise<boolean> {
  return database.em.fork().transactional(async (em) => {
    const channel = await em.findOne(Channel, { organizationId, id })
    if (!channel) return false
    const [user] = await sql(em)`
      select from webhooks
      where organization_id = ${organizationId} and channel_id = ${id} and deleted_at is null limit 1`
    if (user) {
      const message = 'A webhook is limited to this channel. Delete it, or give it another channel, first.'
      throw userError('IN_USE', message, 'id')
    }
    // Deleted webhooks keep their row for their log, but lose their channel. Other webhooks must keep theirs, or they would
    // get the events of all channels: if one was just limited to this channel, its foreign key refuses the deletion.
    await sql(em)`
      update webhooks set channel_id = null
      where organization_id = ${organizationId} and channel_id = ${id} and deleted_at is not null`
    await em.remove(channel).flush()
    return true
  })
}
