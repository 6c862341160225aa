import { isCustomer, isSession } from '../access/sessions.ts'
import type { ApiContext } from './context.ts'
import { userError } from '../words/user-errors.ts'
import type { MutationResolvers } from './generated/schema.ts'
import type { Scope } from '../words/enums.ts'

/** What a mutation asks of its caller. Who has OPERATE may all. */
export interface MutationRule {
  scope: Scope
  /**
   * `all`: whoever has the scope. `team`: not a session made for a customer, whose are webhooks and deliveries only.
   * `keys`: no session, since what it makes would outlive one.
   */
  by: 'all' | 'team' | 'keys'
}

const OPERATES: MutationRule = { scope: 'OPERATE', by: 'all' }
const PUBLISHES: MutationRule = { scope: 'PUBLISH', by: 'all' }
const MANAGES: MutationRule = { scope: 'MANAGE', by: 'all' }
const ADMINISTERS: MutationRule = { scope: 'MANAGE', by: 'team' }
const GIVES_ACCESS: MutationRule = { scope: 'MANAGE', by: 'keys' }

/** Of every mutation: one that is not here does not compile. */
export const MUTATION_RULES: Record<keyof MutationResolvers, MutationRule> = {
  createOrganization: OPERATES,
  updateOrganization: OPERATES,
  createApiKey: GIVES_ACCESS,
  rotateApiKey: GIVES_ACCESS,
  createDashboardSession: GIVES_ACCESS,
  revokeApiKey: ADMINISTERS,
  createChannel: MANAGES, // but see there: not every customer may
  updateChannel: ADMINISTERS,
  deleteChannel: ADMINISTERS,
  createEventType: ADMINISTERS,
  updateEventType: ADMINISTERS,
  createWebhook: MANAGES,
  updateWebhook: MANAGES,
  deleteWebhook: MANAGES,
  enableWebhook: MANAGES,
  disableWebhook: MANAGES,
  pauseWebhook: MANAGES,
  rotateWebhookSecret: MANAGES,
  revealWebhookSecret: MANAGES,
  sendTestEvent: MANAGES,
  retryDelivery: MANAGES,
  cancelDelivery: MANAGES,
  publishEvent: PUBLISHES,
  publishEvents: PUBLISHES,
}

/** Throws FORBIDDEN, as a user error, for a session that is not enough. Scopes were checked before anything ran: limits/admit.ts. */
export function requireCaller(context: ApiContext, { by }: MutationRule): void {
  if (by === 'team') requireTeam(context)
  if (by === 'keys' && isSession(context.apiKey) && !context.apiKey.scopes.includes('OPERATE'))
    throw userError('FORBIDDEN', 'This takes an API key; a session in the dashboard is not enough.')
}

/** Throws FORBIDDEN for a customer's session. */
export function requireTeam({ apiKey }: ApiContext): void {
  if (!isCustomer(apiKey)) return
  throw userError(
    'FORBIDDEN',
    'A session made for a customer manages webhooks and deliveries only. This takes an API key, or signing in with one.',
  )
}
