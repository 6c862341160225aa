import { Channel } from '../channels/channel.ts'
import type { Database } from '../database/database.ts'
import type { Organization } from '../organizations/organization.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Dialects } from '../dialects/registry.ts'
import { describeUnknownTypes, unknownEventTypes } from '../events/event-types.ts'
import type { WebhookUrlCheck } from '../outbound/webhook-url.ts'
import { checkHeaders } from './check-headers.ts'
import type { Problem } from './problem.ts'

export interface WebhookCheckDeps {
  database: Database
  dialects: Dialects
  urlCheck: (url: string) => Promise<WebhookUrlCheck>
}

/** What is to be saved; a field that is left out does not change. */
export interface WebhookInput {
  url?: string | undefined
  eventTypes?: readonly string[] | undefined
  channelId?: string | null | undefined
  description?: string | undefined
  headers?: readonly { name: string; value: string }[] | undefined
}

export type WebhookCheck = { kind: 'ok'; url: string | undefined } | { kind: 'refused'; problems: Problem[] }

const MAXIMUM_DESCRIPTION = 1_000
const MAXIMUM_EVENT_TYPES = 100

/** Every rule a webhook must meet, the same for creating and updating: all problems at once, so that a form can show them. */
export async function checkWebhook(
  { database, dialects, urlCheck }: WebhookCheckDeps,
  organization: Organization,
  dialect: Dialect,
  input: WebhookInput,
): Promise<WebhookCheck> {
  const problems: Problem[] = []
  let url: string | undefined
  if (input.url !== undefined) {
    const checked = await urlCheck(input.url)
    if (checked.kind === 'ok') url = checked.url
    else problems.push({ code: checked.code, field: 'url', message: checked.message })
  }
  if (input.eventTypes)
    problems.push(...(await checkEventTypes(database, dialects, organization, input.eventTypes)))
  if (input.channelId !== undefined)
    problems.push(...(await checkChannel(database, organization, dialect, input.channelId)))
  if (input.headers) problems.push(...checkHeaders(input.headers, dialects.all))
  if ((input.description?.length ?? 0) > MAXIMUM_DESCRIPTION) {
    problems.push({
      code: 'INVALID',
      field: 'description',
      message: `The description can have ${MAXIMUM_DESCRIPTION} characters.`,
    })
  }
  const planProblem = checkPlan(organization, dialect)
  if (planProblem) problems.push(planProblem)
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'ok', url }
}

/** Whether the organization's plan includes the dialect; null: it does. */
export function checkPlan({ plan }: Organization, { plans, title }: Dialect): Problem | null {
  if (!plans || plans.includes(plan)) return null
  return {
    code: 'PLAN_REQUIRED',
    field: 'dialect',
    message: `${title} webhooks are available on the ${plans.join(' and ')} plan; this organization has ${plan}.`,
  }
}

async function checkEventTypes(
  database: Database,
  dialects: Dialects,
  organization: Organization,
  eventTypes: readonly string[],
): Promise<Problem[]> {
  const field = 'eventTypes'
  if (eventTypes.length === 0)
    return [{ code: 'NO_EVENT_TYPES', field, message: 'Choose at least one event type.' }]
  if (eventTypes.length > MAXIMUM_EVENT_TYPES) {
    return [{ code: 'INVALID', field, message: `A webhook can have ${MAXIMUM_EVENT_TYPES} event types.` }]
  }
  const unknown = await unknownEventTypes(database, dialects, organization, eventTypes)
  const messages = await describeUnknownTypes(database, dialects, organization, unknown)
  return [...messages.values()].map((message) => ({ code: 'UNKNOWN_EVENT_TYPE', field, message }))
}

async function checkChannel(
  database: Database,
  organization: Organization,
  { channel, title }: Dialect,
  channelId: string | null,
): Promise<Problem[]> {
  const field = 'channelId'
  if (channelId === null) {
    if (!channel.required) return []
    return [
      {
        code: 'CHANNEL_REQUIRED',
        field,
        message: `A ${title} webhook belongs to one ${channel.noun.toLowerCase()}: give its id.`,
      },
    ]
  }
  if (await database.em.fork().count(Channel, { organizationId: organization.id, id: channelId })) return []
  const message = `There is no ${channel.noun.toLowerCase()} ${channelId}. Create it with createChannel.`
  return [{ code: 'UNKNOWN_CHANNEL', field, message }]
}
