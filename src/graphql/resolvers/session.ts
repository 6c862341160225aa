import { createDashboardSession } from '../../access/create-dashboard-session.ts'
import { isCustomer, rightsOf, sessionOf } from '../../access/sessions.ts'
import { organizationOf, ownerOfNew } from '../context.ts'
import type { MutationResolvers, QueryResolvers } from '../generated/schema.ts'

export const Query: QueryResolvers = {
  async viewer(_, __, context) {
    const { apiKey, database } = context
    const session = await sessionOf(database, apiKey)
    return {
      name: session ? session.name : apiKey.name,
      organization: apiKey.organizationId === null ? null : await organizationOf(context, null),
      scopes: apiKey.scopes,
      session: session !== null,
      customer: isCustomer(apiKey),
      rights: [...rightsOf(apiKey)],
      accentColor: session?.accentColor ?? null,
      expiresAt: apiKey.expiresAt,
    }
  },

  async checkWebhookUrl(_, { url }, { urlCheck }) {
    const checked = await urlCheck(url.trim())
    return checked.kind === 'ok'
      ? { url: checked.url, error: null }
      : { url: null, error: { code: checked.code, message: checked.message, field: ['url'] } }
  },
}

export const Mutation: MutationResolvers = {
  async createDashboardSession(_, { input }, context) {
    const organizationId = await ownerOfNew(context, input.organizationId)
    const made = await createDashboardSession(context, context.apiKey, organizationId, input)
    return { ...made, userErrors: [] }
  },
}
