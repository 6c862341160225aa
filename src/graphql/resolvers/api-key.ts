import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { ApiKey } from '../../access/api-key.ts'
import { addApiKey } from '../../access/api-keys.ts'
import { replaceApiKey, revokeApiKey } from '../../access/end-api-key.ts'
import { lockOrganization } from '../../organizations/lock-organization.ts'
import { MAXIMUM_OVERLAP_SECONDS } from '../../secrets/webhook-secrets.ts'
import { organizationOf, type ApiContext } from '../context.ts'
import { NotFound } from '../errors.ts'
import { userError } from '../../words/user-errors.ts'
import type { MutationResolvers } from '../generated/schema.ts'
import { checkName, requireRoom, requireScopes } from './checks.ts'

export const Mutation: MutationResolvers = {
  async createApiKey(_, { input }, context) {
    const name = checkName(input.name)
    const scopes = [...new Set(input.scopes)]
    if (scopes.length === 0) throw userError('INVALID', 'A key needs at least one scope.', 'input.scopes')
    requireScopes(context, scopes, 'input.scopes')
    if (input.expiresAt && input.expiresAt <= new Date()) {
      throw userError('INVALID', 'The key would have expired already.', 'input.expiresAt')
    }
    const forOperator = context.apiKey.scopes.includes('OPERATE') && input.organizationId == null
    const organizationId = forOperator ? null : (await organizationOf(context, input.organizationId)).id
    if (scopes.includes('OPERATE') && organizationId !== null) {
      throw userError(
        'INVALID',
        'A key of one organization can not have the scope OPERATE. Leave organizationId out.',
        'input.scopes',
      )
    }
    if (!scopes.includes('OPERATE') && organizationId === null) {
      throw userError(
        'INVALID',
        'A key without the scope OPERATE belongs to an organization: say organizationId.',
        'input.organizationId',
      )
    }
    const wanted = { organizationId, name, scopes, expiresAt: input.expiresAt ?? null }
    const { apiKey, token } = await inOrganization(context, organizationId, async (em, requireKeyRoom) => {
      await requireKeyRoom()
      return addApiKey(em, wanted)
    })
    return { apiKey, secret: token, userErrors: [] }
  },

  async rotateApiKey(_, { id, overlapSeconds }, context) {
    const { organizationId, scopes } = await loadKey(context, id)
    requireScopes(context, scopes, 'id')
    const overlapMs = checkOverlap(overlapSeconds) * 1000
    const { apiKey, token } = await inOrganization(context, organizationId, async (em, requireKeyRoom) => {
      const old = await replaceApiKey(em, id, overlapMs)
      // Else who finds an old key's id could bring it back to life.
      if (!old) {
        const message = 'The key was replaced or revoked, or has expired. Make a new one with createApiKey.'
        throw userError('INVALID', message, 'id')
      }
      if (overlapMs > 0) await requireKeyRoom()
      const { name, expiresAt } = old
      return addApiKey(em, { organizationId, name, scopes, expiresAt, replaces: id })
    })
    context.notify.keyRevoked(id)
    return { apiKey, secret: token, userErrors: [] }
  },

  async revokeApiKey(_, { id }, context) {
    const askedAt = new Date()
    await loadKey(context, id)
    const [apiKey, ...successors] = await revokeApiKey(context.database, id, askedAt)
    for (const revoked of [apiKey!, ...successors]) context.notify.keyRevoked(revoked.id)
    return { apiKey: apiKey!, userErrors: [] }
  },
}

/**
 * Runs `work`, which adds a key, as one transaction; `requireKeyRoom` throws LIMIT_REACHED. Operators' keys are not counted:
 * who has one may do everything.
 */
function inOrganization<Result>(
  context: ApiContext,
  organizationId: string | null,
  work: (em: SqlEntityManager, requireKeyRoom: () => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const { database } = context
  if (organizationId === null) return database.em.fork().transactional((em) => work(em, async () => {}))
  return lockOrganization(database, organizationId, (em) =>
    work(em, () => requireRoom(context, em, organizationId, 'API keys')),
  )
}

/** Seconds a replaced secret or key stays valid. Throws INVALID; 0 unless given. */
export function checkOverlap(seconds: number | null | undefined): number {
  const overlap = seconds ?? 0
  if (overlap >= 0 && overlap <= MAXIMUM_OVERLAP_SECONDS) return overlap
  throw userError(
    'INVALID',
    `overlapSeconds must be from 0 to ${MAXIMUM_OVERLAP_SECONDS} (7 days).`,
    'overlapSeconds',
  )
}

async function loadKey({ database, apiKey }: ApiContext, id: string): Promise<ApiKey> {
  const key = await database.em.fork().findOne(ApiKey, { id })
  const mine = apiKey.scopes.includes('OPERATE') || (key && key.organizationId === apiKey.organizationId)
  if (!key || !mine) throw new NotFound('API key', id)
  return key
}
