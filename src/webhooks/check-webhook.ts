import { Channel } from '../channels/channel.ts'
import type { Database } from '../database/database.ts'
import type { Organization } from '../organizations/organization.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Dialects } from '../dialects/registry.ts'
import { isPattern } from '../events/event-type-patterns.ts'
import { describeUnknownTypes, unknownEventTypes } from '../events/event-types.ts'
import { checkRateLimit, type RateLimit } from '../health/set-rate-limit.ts'
import { describeUnknownOperational, unknownOperationalTypes } from '../operational-events/catalogue.ts'
import type { WebhookUrlCheck } from '../outbound/webhook-url.ts'
import type { OperationalScope } from '../words/enums.ts'
import { problem, UserErrors, type UserError } from '../words/user-errors.ts'
import { checkHeaders } from './check-headers.ts'
import { checkPolicy, type PolicyInput } from '../retries/check-policy.ts'
import { checkPlan } from './check-plan.ts'

export interface WebhookCheckDeps {
  database: Database
  dialects: Dialects
  urlCheck: (url: string) => Promise<WebhookUrlCheck>
}

/** The fields to check. A field that is left out does not change. */
export interface WebhookInput {
  url?: string | undefined
  eventTypes?: readonly string[] | undefined
  channelId?: string | null | undefined
  description?: string | undefined
  /** Null for all the dialect's. */
  retryPolicy?: PolicyInput | null | undefined
  headers?: readonly { name: string; value: string }[] | undefined
  /** Null for no limit. */
  rateLimit?: RateLimit | null | undefined
  /** As the webhook has it, or will have it; null or left out: it is no operational webhook. */
  operational?: OperationalScope | null | undefined
}

const MAXIMUM_DESCRIPTION = 1_000
const MAXIMUM_EVENT_TYPES = 100

/**
 * Checks all rules for a webhook, for creating and updating. Returns the URL to store. Throws all problems together, so that a
 * form can show them.
 */
export async function checkWebhook(
  { database, dialects, urlCheck }: WebhookCheckDeps,
  organization: Organization,
  dialect: Dialect,
  input: WebhookInput,
): Promise<string | undefined> {
  const problems: UserError[] = []
  const isOperational = input.operational != null
  let url: string | undefined
  if (input.url !== undefined) {
    const checked = await urlCheck(input.url)
    if (checked.kind === 'ok') url = checked.url
    else problems.push(problem(checked.code, checked.message, 'input.url'))
  }
  if (input.eventTypes)
    problems.push(
      ...(await checkEventTypes(database, dialects, organization, input.eventTypes, isOperational)),
    )
  if (isOperational) problems.push(...checkOperational(dialect, input))
  else if (input.channelId !== undefined)
    problems.push(...(await checkChannel(database, organization, dialect, input.channelId)))
  if (input.headers) problems.push(...checkHeaders(input.headers, dialects.all))
  if (input.retryPolicy) problems.push(...checkPolicy(dialect, input.retryPolicy, 'input.retryPolicy'))
  if (input.rateLimit) problems.push(...checkRateLimit(input.rateLimit))
  if ((input.description?.length ?? 0) > MAXIMUM_DESCRIPTION) {
    const message = `The description can have ${MAXIMUM_DESCRIPTION} characters.`
    problems.push(problem('INVALID', message, 'input.description'))
  }
  const planError = checkPlan(organization, dialect)
  if (planError) problems.push(planError)
  if (problems.length > 0) throw new UserErrors(problems)
  return url
}

async function checkEventTypes(
  database: Database,
  dialects: Dialects,
  organization: Organization,
  eventTypes: readonly string[],
  isOperational: boolean,
): Promise<UserError[]> {
  const field = 'input.eventTypes'
  if (eventTypes.length === 0) return [problem('NO_EVENT_TYPES', 'Choose at least one event type.', field)]
  if (eventTypes.length > MAXIMUM_EVENT_TYPES)
    return [problem('INVALID', `A webhook can have ${MAXIMUM_EVENT_TYPES} event types.`, field)]
  if (isOperational)
    return unknownOperationalTypes(eventTypes).map((name) =>
      problem('UNKNOWN_EVENT_TYPE', describeUnknownOperational(name), field),
    )
  const names = eventTypes.filter((asked) => !isPattern(asked))
  const unknown = await unknownEventTypes(database, dialects, organization, names)
  const messages = await describeUnknownTypes(database, dialects, organization, unknown)
  return [...messages.values()].map((message) => problem('UNKNOWN_EVENT_TYPE', message, field))
}

/** The dialect of operational webhooks. */
export const OPERATIONAL_DIALECT = 'standard'

function checkOperational({ name }: Dialect, { channelId }: WebhookInput): UserError[] {
  const problems: UserError[] = []
  if (name !== OPERATIONAL_DIALECT)
    problems.push(
      problem('INVALID', `The dialect of an operational webhook is ${OPERATIONAL_DIALECT}.`, 'input.dialect'),
    )
  if (channelId != null)
    problems.push(problem('INVALID', 'Operational events have no channel.', 'input.channelId'))
  return problems
}

async function checkChannel(
  database: Database,
  organization: Organization,
  { channel, title }: Dialect,
  channelId: string | null,
): Promise<UserError[]> {
  const field = 'input.channelId'
  const noun = channel.noun.toLowerCase()
  if (channelId === null) {
    if (!channel.required) return []
    return [problem('CHANNEL_REQUIRED', `A ${title} webhook belongs to one ${noun}: give its id.`, field)]
  }
  if (await database.em.fork().count(Channel, { organizationId: organization.id, id: channelId })) return []
  const message = `There is no ${noun} ${channelId}. Create it with createChannel.`
  return [problem('UNKNOWN_CHANNEL', message, field)]
}
