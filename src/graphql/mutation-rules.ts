import { isCustomer, isSession } from '../access/sessions.ts'
import type { ApiContext } from './context.ts'
import { userError } from '../words/user-errors.ts'
import type { MutationResolvers } from './generated/schema.ts'
import type { Scope } from '../words/enums.ts'

/** Who may call a mutation. A caller with the scope OPERATE may call all of them. */
export interface MutationRule {
  scope: Scope
  /**
   * `all`: every caller with the scope. `team`: no session of a customer, which manages webhooks and deliveries only.
   * `keys`: API keys only, since the result would outlive a session.
   */
  by: 'all' | 'team' | 'keys'
}

const OPERATES: MutationRule = { scope: 'OPERATE', by: 'all' }
const PUBLISHES: MutationRule = { scope: 'PUBLISH', by: 'all' }
const MANAGES: MutationRule = { scope: 'MANAGE', by: 'all' }
const ADMINISTERS: MutationRule = { scope: 'MANAGE', by: 'team' }
const GIVES_ACCESS: MutationRule = { scope: 'MANAGE', by: 'keys' }

/** The rule of each mutation. The compiler reports a mutation without a rule. */
export const MUTATION_RULES: Record<keyof MutationResolvers, MutationRule> = {
  createOrganization: OPERATES,
  updateOrganization: OPERATES,
  createApiKey: GIVES_ACCESS,
  rotateApiKey: GIVES_ACCESS,
  createDashboardSession: GIVES_ACCESS,
  revokeApiKey: ADMINISTERS,
  createChannel: MANAGES, // its resolver checks further: not every customer may
  updateChannel: ADMINISTERS,
  deleteChannel: ADMINISTERS,
  createEventType: ADMINISTERS,
  updateEventType: ADMINISTERS,
  deleteEventType: ADMINISTERS,
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
  reportAttempts: MANAGES,
  publishEvent: PUBLISHES,
  publishEvents: PUBLISHES,
  startReplay: MANAGES,
  pauseReplay: MANAGES,
  resumeReplay: MANAGES,
  cancelReplay: MANAGES,
  setReplayRate: MANAGES,
  eraseEvent: ADMINISTERS,
  deleteOrganization: OPERATES,
}

/** Throws FORBIDDEN, as a user error, if the rule excludes the caller. Scopes were checked before: limits/admit.ts. */
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
