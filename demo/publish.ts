import { accepted } from '../test/support/client.ts'
import type { DemoEvent } from './payloads.ts'
import type { ReadyOrganization } from './set-up.ts'
import type { ExpectedDelivery } from './tally.ts'

/** Events of one publishEvents call; the server takes 100. */
const BATCH = 50

export interface Published {
  eventIds: string[]
  /** What the server says it will deliver. */
  deliveries: ExpectedDelivery[]
}

/**
 * Publishes all of an organization's events in batches. The idempotency keys are the events' places in the demo, so
 * publishing a second time gives the same events and no further delivery.
 */
export async function publishAll(organization: ReadyOrganization): Promise<Published> {
  const published: Published = { eventIds: [], deliveries: [] }
  for (let start = 0; start < organization.events.length; start += BATCH) {
    const batch = organization.events.slice(start, start + BATCH)
    const inputs = batch.map((event, index) => inputText(event, `${organization.id}-${start + index}`))
    const { events } = accepted<PublishedBatch>(
      await organization.client.requestText(PUBLISH_EVENTS, `{"events":[${inputs.join(',')}]}`),
    )
    for (const [index, { id, deliveries }] of events.entries()) {
      published.eventIds.push(id)
      for (const delivery of deliveries.nodes) {
        published.deliveries.push({
          path: organization.paths.get(delivery.webhook.id)!,
          identity: organization.dialect === 'standard' ? id : delivery.id,
          deliveryId: delivery.id,
          text: batch[index]!.text,
        })
      }
    }
  }
  return published
}

/** The input as JSON text, with the data's own text inside. */
function inputText({ type, text, channels }: DemoEvent, idempotencyKey: string): string {
  const rest = JSON.stringify({ type, channels, idempotencyKey })
  return `${rest.slice(0, -1)},"data":${text}}`
}

interface PublishedBatch {
  events: { id: string; deliveries: { nodes: { id: string; webhook: { id: string } }[] } }[]
}

const PUBLISH_EVENTS = `mutation ($events: [PublishEventInput!]!) {
  publishEvents(events: $events) {
    events { id deliveries(first: 10) { nodes { id webhook { id } } } }
    userErrors { field code message }
  }
}`
