import { DashboardSession } from '../../access/dashboard-session.ts'
import { lockOrganization } from '../../organizations/lock-organization.ts'
import {
  addSession,
  createSession,
  isCustomer,
  isSession,
  MAXIMUM_SESSION_SECONDS,
  SESSION_SECONDS,
  type NewSession,
} from '../../access/sessions.ts'
import { signInUrl } from '../../access/sign-in-url.ts'
import { organizationOf, type ApiContext } from '../context.ts'
import { userError } from '../../words/user-errors.ts'
import type { MutationResolvers, QueryResolvers } from '../generated/schema.ts'
import { checkName, requireRoom, requireScopes } from './checks.ts'
import type { Scope } from '../../words/enums.ts'

export const Query: QueryResolvers = {
  async viewer(_, __, context) {
    const { apiKey } = context
    const session = await readSession(context)
    return {
      name: session ? session.name : apiKey.name,
      organization: apiKey.organizationId === null ? null : await organizationOf(context, null),
      scopes: apiKey.scopes,
      session: session !== null,
      customer: isCustomer(apiKey),
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
    const { apiKey, database, settings } = context
    const isOperator = apiKey.scopes.includes('OPERATE')
    const forOperator = isOperator && input.organizationId == null
    const organizationId = forOperator ? null : (await organizationOf(context, input.organizationId)).id
    if (forOperator && input.readOnly) {
      throw userError(
        'INVALID',
        'An operator’s session can not be read-only: say organizationId.',
        'input.readOnly',
      )
    }
    const scopes: Scope[] = forOperator ? ['OPERATE'] : input.readOnly ? ['READ'] : ['READ', 'MANAGE']
    requireScopes(context, scopes, 'input')
    const wanted: NewSession = {
      organizationId,
      apiKeyId: isSession(apiKey) ? ((await readSession(context))?.apiKeyId ?? null) : apiKey.id,
      name: input.name == null ? null : checkName(input.name),
      accentColor: checkColor(input.accentColor),
      scopes,
      customer: !forOperator,
      lifetimeSeconds: checkLifetime(input.expiresInSeconds),
    }
    const { session, linkToken } =
      organizationId === null
        ? await createSession(database, wanted)
        : await lockOrganization(database, organizationId, async (em) => {
            await requireRoom(context, em, organizationId, 'dashboard sessions')
            return addSession(em, wanted)
          })
    return { url: signInUrl(settings, linkToken), expiresAt: session.expiresAt, userErrors: [] }
  },
}

/** The session of who asks; null: an API key asks. */
async function readSession({ apiKey, database }: ApiContext): Promise<DashboardSession | null> {
  return isSession(apiKey) ? database.em.fork().findOne(DashboardSession, { id: apiKey.id }) : null
}

function checkColor(color: string | null | undefined): string | null {
  if (color == null || /^#[0-9a-f]{6}$/i.test(color)) return color ?? null
  throw userError('INVALID', 'An accent colour is written as #rrggbb.', 'input.accentColor')
}

function checkLifetime(seconds: number | null | undefined): number {
  const lifetime = seconds ?? SESSION_SECONDS
  if (lifetime >= 60 && lifetime <= MAXIMUM_SESSION_SECONDS) return lifetime
  throw userError(
    'INVALID',
    `expiresInSeconds must be from 60 to ${MAXIMUM_SESSION_SECONDS} (a day).`,
    'input.expiresInSeconds',
  )
}
