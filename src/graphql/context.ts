import type { Client } from '@temporalio/client'
import type { Logger } from 'pino'
import type { ApiKey } from '../access/api-key.ts'
import type { CallingKey } from '../access/caller.ts'
import type { Database } from '../database/database.ts'
import type { Notify } from '../database/notify.ts'
import { Organization } from '../organizations/organization.ts'
import type { PublishPace } from '../events/publish-pace.ts'
import type { ListenerNews } from '../listening/listener-news.ts'
import type { LiveLog } from '../log/live-log.ts'
import type { FollowScope, LoggedAttempt } from '../log/read-log.ts'
import type { OperationalEvent } from '../operational-events/operational-event.ts'
import type { OperationalLogScope } from '../operational-events/read-operational-events.ts'
import type { FollowReplays } from '../replay/follow-replays.ts'
import type { Dialects } from '../dialects/registry.ts'
import type { SchemaCheck } from '../schemas/schema-check.ts'
import type { WebhookUrlCheck } from '../outbound/webhook-url.ts'
import type { Keyring } from '../secrets/keyring.ts'
import type { Settings } from '../settings/settings.ts'
import { badInput, NotFound } from './errors.ts'
import type { AnswerPace } from './limits/answer-pace.ts'
import { createAnswerBudget, type AnswerBudget } from './limits/answer-budget.ts'
import type { RateLimits } from './limits/rate-limits.ts'
import type { ReadSlots } from './limits/read-slots.ts'
import type { Turns } from './limits/turns.ts'
import { createLoaders, type Loaders } from './loaders.ts'
import type { Scope } from '../words/enums.ts'

/** The services that the API uses; one instance of each per process. */
export interface Services {
  database: Database
  /** Connections for publishing and for the keys of requests, with INDEX_PLANNING. */
  hot: Database
  temporal: Client
  dialects: Dialects
  keyring: Keyring
  schemaCheck: SchemaCheck
  /** Whether a webhook may have this URL. */
  urlCheck: (url: string) => Promise<WebhookUrlCheck>
  publishPace: PublishPace
  liveLog: LiveLog<FollowScope, LoggedAttempt>
  operationalLog: LiveLog<OperationalLogScope, OperationalEvent>
  followReplays: FollowReplays
  listenerNews: ListenerNews
  notify: Notify
  settings: Settings
  log: Logger
}

/** The services, with the limits that the API creates itself. */
export interface ApiServices extends Services {
  rateLimits: RateLimits
  readSlots: ReadSlots
  turns: Turns
  answerPace: AnswerPace
}

/** The context of a resolver: the services and the caller. One for each request or subscription event. */
export interface ApiContext extends ApiServices {
  apiKey: ApiKey
  loaders: Loaders
  /** Null for a subscription, which sends one entry at a time. */
  answerBudget: AnswerBudget | null
  /** Aborted when the request or the subscription ends. */
  signal: AbortSignal
  /** The span of the caller, as the request's header says. https://www.w3.org/TR/trace-context/#traceparent-header */
  traceparent?: string | undefined
}

/** Creates the context of one HTTP request, or of one operation on a WebSocket (`kind` subscription). */
export function createContext(
  services: ApiServices,
  apiKey: CallingKey,
  signal: AbortSignal,
  kind: 'request' | 'subscription',
): ApiContext {
  const loaders = createLoaders(services.database, kind === 'request')
  const { organization } = apiKey
  if (organization && kind === 'request') loaders.organization.prime(organization.id, organization)
  return {
    ...services,
    apiKey,
    signal,
    loaders,
    answerBudget: kind === 'request' ? createAnswerBudget() : null,
  }
}

/** Whose limits a caller's requests count against: its organization's, or those of the operator key itself. */
export const ownerOf = ({ organizationId, id }: Pick<ApiKey, 'organizationId' | 'id'>): string =>
  organizationId ?? id

/** Whether the key has the scope or is an operator key. */
export function hasScope({ apiKey }: Pick<ApiContext, 'apiKey'>, scope: Scope): boolean {
  return apiKey.scopes.includes(scope) || apiKey.scopes.includes('OPERATE')
}

/** The organization of an `organizationId` argument, by default the caller's. Throws NOT_FOUND for another's. */
export async function organizationOf(
  context: ApiContext,
  id: string | null | undefined,
): Promise<Organization> {
  const wanted = id ?? context.apiKey.organizationId
  if (wanted === null) throw badInput('An operator key belongs to no organization: give an organizationId.')
  if (!mayAccess(context, wanted)) throw new NotFound('organization', wanted)
  const organization = await context.loaders.organization.load(wanted)
  if (!organization || organization.deletedAt) throw new NotFound('organization', wanted)
  return organization
}

/** The owner of a new key or session: the organization's id (see organizationOf), or null if an operator names none. */
export const ownerOfNew = async (
  context: ApiContext,
  id: string | null | undefined,
): Promise<string | null> => (await organizationOrOperator(context, id))?.id ?? null

/** The organization of an `organizationId` argument (see organizationOf), or null if an operator names none. */
export async function organizationOrOperator(
  context: ApiContext,
  id: string | null | undefined,
): Promise<Organization | null> {
  if (id == null && context.apiKey.scopes.includes('OPERATE')) return null
  return organizationOf(context, id)
}

/** Returns the loaded entity. Throws NOT_FOUND if it does not exist or the caller has no access to it. */
export function requireAccess<Entity extends { organizationId: string }>(
  context: ApiContext,
  found: Entity | null | undefined,
  what: string,
  id: string,
): Entity {
  if (!found || !mayAccess(context, found.organizationId)) throw new NotFound(what, id)
  return found
}

function mayAccess({ apiKey }: ApiContext, organizationId: string): boolean {
  return apiKey.organizationId === null
    ? apiKey.scopes.includes('OPERATE')
    : apiKey.organizationId === organizationId
}
