import { loadDialects } from '../../src/dialects/registry.ts'
import type { Dialect } from '../../src/dialects/dialect.ts'
import type { PolicyInput } from '../../src/retries/check-policy.ts'
import type { TestApp } from './app.ts'
import type { TestClient } from './client.ts'
import { eventually } from './eventually.ts'
import { createEventType, createWebhook, deliveriesOf, publish, readDelivery } from './webhooks.ts'

const EVENT_TYPES: Record<string, string> = {
  sjocamp: 'lead.created',
  campsite: 'post.created',
  standard: 'thing.happened',
}

/** An organization of a dialect that can make webhooks and deliveries without saying how. */
export interface DialectOrganization {
  id: string
  client: TestClient
  dialect: Dialect
  eventType: string
  /** Data the event type allows. */
  data: unknown
  /** Makes a webhook of the dialect's simplest kind, with its dialect's retry policy unless given one. */
  webhook(url: string, retryPolicy?: PolicyInput): Promise<{ id: string; secret: string }>
  /** Publishes one event and gives its deliveries' ids, in the order of their webhooks. */
  publish(more?: Record<string, unknown>): Promise<{ eventId: string; deliveryIds: string[] }>
  /** Waits until the delivery meets the condition, and its attempts are in the log. */
  until(deliveryId: string, condition: (delivery: any) => boolean, deadlineMs?: number): Promise<any>
  /** Waits until the delivery has this status, as `until` does. */
  untilStatus(deliveryId: string, status: string, deadlineMs?: number): Promise<any>
}

/**
 * The attempts that ended are in the log, which waits for every older transaction, those of other tests' databases too.
 */
function isLogged({ attemptCount, attemptStartedAt, attempts }: any): boolean {
  return attempts.nodes.length >= attemptCount - (attemptStartedAt ? 1 : 0)
}

/** `port` is of the API to use; the app's first unless given. */
export async function openOrganization(
  app: TestApp,
  name = 'standard',
  port?: number,
): Promise<DialectOrganization> {
  const { id, client } = await app.organization({ dialect: name, ...(port && { port }) })
  const dialect = (await loadDialects()).get(name)!
  const eventType = EVENT_TYPES[name]!
  const data = dialect.eventTypes.find((type) => type.name === eventType)?.example ?? {
    hello: 'world',
    number: 1,
  }
  if (dialect.eventTypes.length === 0) await createEventType(client, eventType)
  let channelId: string | null = null
  if (dialect.channel.required) {
    const { createChannel } = await client.request(
      `mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { id } userErrors { message } } }`,
      { input: { id: 'calendar', name: 'Calendar' } },
    )
    channelId = createChannel.channel.id
  }
  const until: DialectOrganization['until'] = async (deliveryId, condition, deadlineMs = 60_000) => {
    let last: unknown
    return eventually(
      async () => {
        const delivery = await readDelivery(client, deliveryId)
        last = delivery
        return condition(delivery) && isLogged(delivery) && delivery
      },
      { deadlineMs, describe: () => `${String(condition)} of ${JSON.stringify(last)}` },
    )
  }
  return {
    id,
    client,
    dialect,
    eventType,
    data,
    webhook: (url, retryPolicy) =>
      createWebhook(client, {
        url,
        eventTypes: [eventType],
        ...(channelId && { channelId }),
        ...(retryPolicy && { retryPolicy }),
      }),
    async publish(more = {}) {
      const eventId = await publish(client, eventType, data, more)
      const deliveries = await deliveriesOf(client, eventId)
      return { eventId, deliveryIds: deliveries.map((delivery) => delivery.id) }
    },
    until,
    untilStatus: (deliveryId, status, deadlineMs) =>
      until(deliveryId, (delivery) => delivery.status === status, deadlineMs),
  }
}
