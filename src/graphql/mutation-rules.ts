import { isCustomer, isSession, rightsOf } from '../access/sessions.ts'
import type { ApiContext } from './context.ts'
import { userError } from '../words/user-errors.ts'
import type { MutationResolvers } from './generated/schema.ts'
import type { Scope, SessionRight } from '../words/enums.ts'

/** Who may call a mutation. A caller with the scope OPERATE may call all of them. */
export interface MutationRule {
  scope: Scope
  /**
   * `all`: every caller with the scope. `team`: no session of a customer, which manages webhooks and deliveries only.
   * `keys`: API keys only, since the result would outlive a session.
   */
  by: 'all' | 'team' | 'keys'
  /** A customer's session that has this right may call it too. */
  right?: SessionRight
}

const OPERATES: MutationRule = { scope: 'OPERATE', by: 'all' }
const PUBLISHES: MutationRule = { scope: 'PUBLISH', by: 'all' }
const MANAGES: MutationRule = { scope: 'MANAGE', by: 'all' }
const ADMINISTERS: MutationRule = { scope: 'MANAGE', by: 'team' }
const MANAGES_CHANNELS: MutationRule = { ...ADMINISTERS, right: 'CHANNELS' }
const MANAGES_EVENT_TYPES: MutationRule = { ...ADMINISTERS, right: 'EVENT_TYPES' }
const GIVES_ACCESS: MutationRule = { scope: 'MANAGE', by: 'keys' }

/** The rule of each mutation. The compiler reports a mutation without a rule. */
export const MUTATION_RULES: Record<keyof MutationResolvers, MutationRule> = {
  createOrganization: OPERATES,
  updateOrganization: OPERATES,
  createApiKey: { ...GIVES_ACCESS, right: 'API_KEYS' },
  rotateApiKey: { ...GIVES_ACCESS, right: 'API_KEYS' },
  createDashboardSession: GIVES_ACCESS,
  revokeApiKey: { ...ADMINISTERS, right: 'API_KEYS' },
  createChannel: MANAGES, // its resolver checks further: not every customer may
  updateChannel: MANAGES_CHANNELS,
  deleteChannel: MANAGES_CHANNELS,
  createEventType: MANAGES_EVENT_TYPES,
  updateEventType: MANAGES_EVENT_TYPES,
  deleteEventType: MANAGES_EVENT_TYPES,
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
export function requireCaller(context: ApiContext, { by, right }: MutationRule): void {
  if (right && rightsOf(context.apiKey).includes(right)) return
  if (by === 'team') requireTeam(context)
  if (by === 'keys' && isSession(context.apiKey) && !context.apiKey.scopes.includes('OPERATE'))
    throw userError('FORBIDDEN', 'This takes an API key; a session in the dashboard is not enough.')
}

/** Throws FORBIDDEN for a customer's session, unless it has the right. */
export function requireTeam({ apiKey }: ApiContext, right?: SessionRight): void {
  if (!isCustomer(apiKey) || (right && rightsOf(apiKey).includes(right))) return
  throw userError(
    'FORBIDDEN',
    'A session made for a customer manages webhooks and deliveries, and what its rights say. This takes an API key, or signing in with one.',
  )
}
