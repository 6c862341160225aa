import { ApiKey } from '../../database/api-key.ts'
import { createApiKey, isLive } from '../../keys/api-keys.ts'
import { MAXIMUM_OVERLAP_SECONDS } from '../../secrets/webhook-secrets.ts'
import { organizationOf, type ApiContext } from '../context.ts'
import { NotFound, userError } from '../errors.ts'
import type { MutationResolvers } from '../generated/schema.ts'
import { checkName, requireScopes } from './checks.ts'
import { requireKey } from './session.ts'

export const Mutation: MutationResolvers = {
  async createApiKey(_, { input }, context) {
    requireKey(context)
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
    const { apiKey, token } = await createApiKey(context.database, {
      organizationId,
      name,
      scopes,
      expiresAt: input.expiresAt ?? null,
    })
    return { apiKey, secret: token, userErrors: [] }
  },

  async rotateApiKey(_, { id, overlapSeconds }, context) {
    requireKey(context)
    const old = await loadKey(context, id)
    requireScopes(context, old.scopes, 'id')
    // Else who finds an old key's id could bring it back to life.
    if (old.revokedAt !== null || !isLive(old, new Date()))
      throw userError(
        'INVALID',
        'The key was replaced or revoked, or has expired. Make a new one with createApiKey.',
        'id',
      )
    const endsAt = new Date(Date.now() + checkOverlap(overlapSeconds) * 1000)
    const { apiKey, token } = await createApiKey(context.database, {
      organizationId: old.organizationId,
      name: old.name,
      scopes: old.scopes,
      expiresAt: old.expiresAt,
    })
    await revoke(context, id, endsAt)
    return { apiKey, secret: token, userErrors: [] }
  },

  async revokeApiKey(_, { id }, context) {
    await loadKey(context, id)
    return { apiKey: await revoke(context, id, new Date()), userErrors: [] }
  },
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

async function revoke({ database, notify }: ApiContext, id: string, at: Date): Promise<ApiKey> {
  const em = database.em.fork()
  const key = await em.findOneOrFail(ApiKey, { id })
  if (key.revokedAt === null || key.revokedAt > at) key.revokedAt = at
  await em.flush()
  notify.keyRevoked(id)
  return key
}
