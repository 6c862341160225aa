import type { Database } from '../database/database.ts'
import { newId } from '../ids.ts'
import { requireBelowLimit } from '../organizations/limits.ts'
import { lockOrganization } from '../organizations/lock-organization.ts'
import type { Settings } from '../settings/settings.ts'
import { checkId, checkName } from '../words/check-name.ts'
import { userError } from '../words/user-errors.ts'
import { Channel } from './channel.ts'

export interface NewChannel {
  name: string
  /** The product's own id. Generated if null or left out. */
  id?: string | null | undefined
}

/** Creates a channel. Throws INVALID, ALREADY_EXISTS, LIMIT_REACHED. */
export async function createChannel(
  { database, settings }: { database: Database; settings: Settings },
  organizationId: string,
  input: NewChannel,
): Promise<Channel> {
  const name = checkName(input.name)
  const id = input.id == null ? newId.channel() : checkId(input.id)
  return lockOrganization(database, organizationId, async (em) => {
    if (await em.count(Channel, { organizationId, id }))
      throw userError('ALREADY_EXISTS', `There is a channel ${id} already.`, 'input.id')
    await requireBelowLimit(em, settings, organizationId, 'channels')
    return em.create(Channel, { organizationId, id, name })
  })
}
