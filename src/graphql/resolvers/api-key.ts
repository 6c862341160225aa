import { ApiKey } from '../../access/api-key.ts'
import { revokeApiKey } from '../../access/end-api-key.ts'
import { checkApiKey, issueApiKey } from '../../access/issue-api-key.ts'
import { rotateApiKey } from '../../access/rotate-api-key.ts'
import { ownerOfNew, type ApiContext } from '../context.ts'
import { NotFound } from '../errors.ts'
import type { MutationResolvers } from '../generated/schema.ts'

export const Mutation: MutationResolvers = {
  async createApiKey(_, { input }, context) {
    const wanted = checkApiKey(context.apiKey, input)
    const organizationId = await ownerOfNew(context, input.organizationId)
    const { apiKey, token } = await issueApiKey(context, organizationId, wanted)
    return { apiKey, secret: token, userErrors: [] }
  },

  async rotateApiKey(_, { id, overlapSeconds }, context) {
    const old = await loadKey(context, id)
    const { apiKey, token } = await rotateApiKey(context, context.apiKey, old, overlapSeconds)
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

async function loadKey({ database, apiKey }: ApiContext, id: string): Promise<ApiKey> {
  const key = await database.em.fork().findOne(ApiKey, { id })
  const mine = apiKey.scopes.includes('OPERATE') || (key && key.organizationId === apiKey.organizationId)
  if (!key || !mine) throw new NotFound('API key', id)
  return key
}
