import type { Delivery } from '../../deliveries/delivery.ts'
import { bodyText } from '../../log/body-text.ts'
import { describeDelivery } from '../../deliveries/describe-delivery.ts'
import { cancelDelivery } from '../../operating/cancel-delivery.ts'
import { retryDelivery } from '../../operating/retry-delivery.ts'
import { searchDeliveries } from '../../deliveries/search-deliveries.ts'
import { requireEnabled } from '../../webhooks/require-enabled.ts'
import { sendTestEvent } from '../../webhooks/send-test-event.ts'
import { webhookTestData } from '../../webhooks/webhook-test-data.ts'
import { searchById } from '../connection.ts'
import { hasScope, organizationOf, requireAccess, type ApiContext } from '../context.ts'
import { curlCommand } from '../curl-command.ts'
import { unavailable } from '../errors.ts'
import { temporalUrl } from '../temporal-url.ts'
import { userError } from '../../words/user-errors.ts'
import type {
  AttemptResolvers,
  DeliveryResolvers,
  MutationResolvers,
  QueryResolvers,
} from '../generated/schema.ts'
import { attemptsConnection } from '../log-connection.ts'
import { sentRequest } from '../../attempts/sent-request.ts'
import { previewDelivery } from '../../attempts/preview-delivery.ts'
import { loadWebhook } from './webhook.ts'

/** Written before the curl command, as a shell comment. */
const THROWAWAY_NOTE =
  '# Signed with a throw-away secret: the receiver will refuse it. A key with the scope MANAGE signs with the real one.'

export const Query: QueryResolvers = {
  delivery: (_, { id }, context) => loadDelivery(context, id),
  async deliveries(_, { organizationId, webhookId, eventId, status, filter, ...page }, context) {
    const organization = await organizationOf(context, organizationId)
    const own = await isOwn(context, organization.id, webhookId, eventId)
    return searchById('Query.deliveries', page, async (place) =>
      own
        ? searchDeliveries(context.database, organization, { ...filter, webhookId, eventId, status }, place)
        : { nodes: [], searchedTo: null },
    )
  },
  async previewDelivery(_, { input }, context) {
    const webhook = await loadWebhook(context, input.webhookId)
    const { eventType } = input
    const organization = await organizationOf(context, webhook.organizationId)
    const data = await webhookTestData(context, organization, webhook, eventType, input.data)
    // With the real secret the caller could send any data to the receiver.
    const signedWith = hasScope(context, 'MANAGE') ? 'WEBHOOK' : 'THROWAWAY'
    const request = previewDelivery(context, webhook, { eventType, data }, signedWith)
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
    const organization = await organizationOf(context, webhook.organizationId)
    const id = await sendTestEvent(context, organization, webhook, input)
    context.notify.deliveriesWait()
    return { delivery: await loadDelivery(context, id), userErrors: [] }
  },

  async retryDelivery(_, { id, expectedStatus }, context) {
    const delivery = await loadDelivery(context, id)
    if (expectedStatus && delivery.status !== expectedStatus)
      throw userError(
        'CONFLICT',
        `The delivery is ${delivery.status} by now, not ${expectedStatus}. Nothing was sent.`,
        'expectedStatus',
      )
    requireEnabled((await context.loaders.webhook.load(delivery.webhookId))!)
    if ((await context.loaders.event.load(delivery.eventId))?.data == null)
      throw userError(
        'PAYLOAD_DELETED',
        "The event's payload was erased, or is no longer kept, so nothing can be sent.",
        'id',
      )
    const asked = await retryDelivery(context, delivery)
    if (asked === 'later')
      throw unavailable(
        'Temporal is out of reach. The retry is stored, and will be made as soon as Temporal is back.',
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
  async decision(delivery, _, { loaders }) {
    if (delivery.status !== 'PENDING') return delivery.decision
    const { webhookId } = delivery
    const [webhook, row] = await Promise.all([
      loaders.webhook.load(webhookId),
      loaders.health.load(webhookId),
    ])
    return describeDelivery(delivery, { webhook: webhook!, row }, new Date())
  },
  nextAttemptAt: ({ heldUntil, nextAttemptAt }) => (heldUntil === null ? nextAttemptAt : null),
  event: ({ eventId }, _, { loaders }) => loaders.event.load(eventId),
  webhook: async ({ webhookId }, _, { loaders }) => (await loaders.webhook.load(webhookId))!,
  test: async ({ test, eventId }, _, { loaders }) =>
    test ?? (await loaders.event.load(eventId))?.test ?? false,
  attempts: ({ id }, page, { database }, info) => attemptsConnection(database, info, id, page),
  hasWorkflow: ({ startedAt }) => startedAt !== null,
  temporalUrl: ({ id, startedAt }, _, context) => startedAt && temporalUrl(context, id),
}

export const AttemptFields: AttemptResolvers = {
  id: ({ deliveryId, number }) => `${deliveryId}/${number}`,
  delivery: ({ deliveryId }, _, { loaders }) => loaders.delivery.load(deliveryId),
  async request({ targetVersion, ...attempt }, _, { loaders, dialects }) {
    const { webhookId } = attempt
    const target = targetVersion === null ? null : await loaders.target.load({ webhookId, targetVersion })
    if (!target) return null
    const [webhook, delivery] = await Promise.all([
      loaders.webhook.load(webhookId),
      loaders.delivery.load(attempt.deliveryId),
    ])
    const dialect = dialects.get(webhook!.dialect)!
    const isTimeKnown = attempt.outcome !== 'INTERRUPTED' || webhook!.listenerSession !== null
    return sentRequest({ ...attempt, dialect, target, eventId: delivery?.eventId ?? null, isTimeKnown })
  },
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
  return requireAccess(context, await context.loaders.delivery.load(id), 'delivery', id)
}

function reload(context: ApiContext, id: string): Promise<Delivery> {
  context.loaders.delivery.clear(id)
  return loadDelivery(context, id)
}

/** Whether the given webhook and event belong to the organization. */
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
  return (await Promise.all(named)).every((entity) => entity?.organizationId === organizationId)
}
