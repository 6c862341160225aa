import type { Delivery } from '../../deliveries/delivery.ts'
import type { Webhook } from '../../webhooks/webhook.ts'
import { bodyText } from '../../log/body-text.ts'
import { buildDeliveryRequest } from '../../attempts/build-request.ts'
import { describeDelivery } from '../../deliveries/describe-delivery.ts'
import { cancelDelivery } from '../../operating/cancel-delivery.ts'
import { retryDelivery } from '../../operating/retry-delivery.ts'
import { searchDeliveries } from '../../deliveries/search-deliveries.ts'
import { checkEvents } from '../../events/check-events.ts'
import { knownEventType } from '../../events/event-types.ts'
import { publishTestEvent } from '../../events/publish-events.ts'
import { JsonText } from '../../json/json-text.ts'
import { newId } from '../../ids.ts'
import { liveSecrets, openSecret } from '../../secrets/webhook-secrets.ts'
import { listById } from '../connection.ts'
import { hasScope, organizationOf, reachable, type ApiContext } from '../context.ts'
import { curlCommand } from '../curl-command.ts'
import { schemasLimited, unavailable } from '../errors.ts'
import { userError } from '../../words/user-errors.ts'
import type {
  AttemptResolvers,
  DeliveryResolvers,
  MutationResolvers,
  QueryResolvers,
} from '../generated/schema.ts'
import { attemptsConnection } from '../log-connection.ts'
import { loadWebhook } from './webhook.ts'

/** A comment in every POSIX shell. */
const THROWAWAY_NOTE =
  '# Signed with a throw-away secret: the receiver will refuse it. A key with the scope MANAGE signs with the real one.'

export const Query: QueryResolvers = {
  delivery: (_, { id }, context) => loadDelivery(context, id),
  async deliveries(_, { organizationId: given, webhookId, eventId, status, ...page }, context) {
    const { id: organizationId } = await organizationOf(context, given)
    if (!(await isOwn(context, organizationId, webhookId, eventId)))
      return listById('Query.deliveries', page, async () => [])
    const filter = { organizationId, webhookId, eventId, status }
    return listById('Query.deliveries', page, (after, limit) =>
      searchDeliveries(context.database, filter, after, limit),
    )
  },
  async previewDelivery(_, { input }, context) {
    const webhook = await loadWebhook(context, input.webhookId)
    const data = await testData(context, webhook, input.eventType, input.data)
    const dialect = context.dialects.get(webhook.dialect)!
    const now = new Date()
    // A signature of the webhook's own is good at its receiver for whatever data the caller chose.
    const signedWith = hasScope(context, 'MANAGE') ? 'WEBHOOK' : 'THROWAWAY'
    const secrets =
      signedWith === 'WEBHOOK'
        ? liveSecrets(webhook.secrets, now).map((secret) => openSecret(context.keyring, webhook.id, secret))
        : [dialect.createSecret(webhook.secretKind)]
    const request = buildDeliveryRequest({
      dialect,
      envelope: {
        eventId: newId.event(),
        deliveryId: newId.delivery(),
        organizationId: webhook.organizationId,
        channelId: webhook.channelId,
        eventType: input.eventType,
        occurredAt: now,
        data: data.text,
      },
      url: webhook.url,
      headers: webhook.headers,
      secrets,
      attemptedAt: now,
    })
    return {
      method: 'POST',
      url: request.url,
      headers: request.headers.map(([name, value]) => ({ name, value })),
      body: request.body,
      curl: signedWith === 'WEBHOOK' ? curlCommand(request) : `${THROWAWAY_NOTE}\n${curlCommand(request)}`,
      signedWith,
    }
  },
}

export const Mutation: MutationResolvers = {
  async sendTestEvent(_, { input }, context) {
    const webhook = await loadWebhook(context, input.webhookId)
    requireEnabled(webhook)
    const data = await testData(context, webhook, input.eventType, input.data)
    const id = await publishTestEvent(context.database, webhook, { type: input.eventType, data: data.text })
    context.notify.deliveriesWait()
    return { delivery: await loadDelivery(context, id), userErrors: [] }
  },

  async retryDelivery(_, { id }, context) {
    const delivery = await loadDelivery(context, id)
    const webhook = (await context.loaders.webhook.load(delivery.webhookId))!
    if (webhook.deletedAt)
      throw userError('WEBHOOK_DELETED', 'Its webhook was deleted, so there is nowhere to send it.', 'id')
    requireEnabled(webhook)
    const asked = await retryDelivery(context, delivery)
    if (asked === 'later')
      throw unavailable(
        'Temporal is out of reach. What you asked for is kept, and done as soon as it is back.',
      )
    return { delivery: await reload(context, id), userErrors: [] }
  },

  async cancelDelivery(_, { id }, context) {
    const delivery = await loadDelivery(context, id)
    if (!(await cancelDelivery(context, delivery))) {
      throw userError(
        'ALREADY_FINISHED',
        `The delivery has ended already; it is ${(await reload(context, id)).status}.`,
        'id',
      )
    }
    return { delivery: await reload(context, id), userErrors: [] }
  },
}

export const DeliveryFields: DeliveryResolvers = {
  decision: async (delivery, _, { loaders }) =>
    describeDelivery(delivery, (await loaders.webhook.load(delivery.webhookId))!.status, new Date()),
  event: async ({ eventId }, _, { loaders }) => (await loaders.event.load(eventId))!,
  webhook: async ({ webhookId }, _, { loaders }) => (await loaders.webhook.load(webhookId))!,
  test: async ({ eventId }, _, { loaders }) => (await loaders.event.load(eventId))!.test,
  attempts: ({ id }, page, { database }, info) => attemptsConnection(database, info, id, page),
  temporalUrl: ({ id }, _, { settings, apiKey }) =>
    settings.TEMPORAL_UI_URL && apiKey.scopes.includes('OPERATE')
      ? `${settings.TEMPORAL_UI_URL}/namespaces/${settings.TEMPORAL_NAMESPACE}/workflows/${id}`
      : null,
}

export const AttemptFields: AttemptResolvers = {
  id: ({ deliveryId, number }) => `${deliveryId}/${number}`,
  delivery: async ({ deliveryId }, _, { loaders }) => (await loaders.delivery.load(deliveryId))!,
  responseHeaders: ({ responseHeaders }) => responseHeaders.map(([name, value]) => ({ name, value })),
  responseBody: ({ responseBody, responseHeaders }) =>
    responseBody && bodyText(responseBody, responseHeaders),
  responseBodyBase64: ({ responseBody }) => responseBody?.toString('base64') ?? null,
  latency: ({ dnsMs, connectMs, tlsMs, firstByteMs, totalMs }) => ({
    dnsMs,
    connectMs,
    tlsMs,
    firstByteMs,
    totalMs,
  }),
}

async function loadDelivery(context: ApiContext, id: string): Promise<Delivery> {
  return reachable(context, await context.loaders.delivery.load(id), 'delivery', id)
}

function reload(context: ApiContext, id: string): Promise<Delivery> {
  context.loaders.delivery.clear(id)
  return loadDelivery(context, id)
}

/** Whether the webhook and the event, where they are named, are the organization's: of others nothing is looked at. */
async function isOwn(
  { loaders }: ApiContext,
  organizationId: string,
  webhookId: string | null | undefined,
  eventId: string | null | undefined,
): Promise<boolean> {
  const named = [
    ...(webhookId != null ? [loaders.webhook.load(webhookId)] : []),
    ...(eventId != null ? [loaders.event.load(eventId)] : []),
  ]
  return (await Promise.all(named)).every((thing) => thing?.organizationId === organizationId)
}

function requireEnabled({ status }: Webhook): void {
  if (status !== 'ENABLED') throw userError('WEBHOOK_DISABLED', `The webhook is ${status}. Enable it first.`)
}

/** The data of a test or preview: what was given, or the type's example. Throws what publishing it would. */
async function testData(
  context: ApiContext,
  webhook: Webhook,
  type: string,
  given: JsonText | null | undefined,
): Promise<JsonText> {
  const { database, dialects } = context
  const organization = await organizationOf(context, webhook.organizationId)
  const known = given ? null : await knownEventType(database, dialects, organization, type)
  // A type that is not there has no example either; the check says so whatever the data.
  const data = given ?? known?.example ?? JsonText.of(null)
  const [refusal] = await checkEvents(context, organization, [{ type, data }])
  if (!refusal) return data
  if (refusal.code === 'RATE_LIMITED') throw schemasLimited(refusal.retryAfterSeconds)
  throw userError(refusal.code, refusal.message, refusal.field === 'type' ? 'input.eventType' : 'input.data')
}
