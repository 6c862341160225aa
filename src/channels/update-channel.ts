import type { Database } from '../database/database.ts'
import { checkName } from '../words/check-name.ts'
import { Channel } from './channel.ts'

/** Renames a channel. Null if there is none. Throws INVALID. */
export async function updateChannel(
  database: Database,
  organizationId: string,
  { id, name }: { id: string; name: string },
): Promise<Channel | null> {
  const em = database.em.fork()
  const channel = await em.findOne(Channel, { organizationId, id })
  if (!channel) return null
  channel.name = checkName(name)
  await em.flush()
  return channel
}
