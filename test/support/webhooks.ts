import { accepted, type TestClient } from './client.ts'

const CREATE_WEBHOOK = /* GraphQL */ `
  mutation ($input: CreateWebhookInput!) {
    createWebhook(input: $input) {
      webhook {
        id
        url
        status
        dialect {
          name
        }
        eventTypes
        channel {
          id
        }
      }
      secret
      userErrors {
        field
        code
        message
      }
    }
  }
`

export const PUBLISH = /* GraphQL */ `
  mutation ($input: PublishEventInput!) {
    publishEvent(input: $input) {
      event {
        id
      }
      duplicate
      userErrors {
        field
        code
        message
      }
    }
  }
`

const DELIVERY = /* GraphQL */ `
  query ($id: ID!) {
    delivery(id: $id) {
      id
      status
      decision
      attemptCount
      nextAttemptAt
      attemptStartedAt
      finishedAt
      test
      attempts(first: 200) {
        nodes {
          number
          trigger
          outcome
          statusCode
          responseBody
          responseBodyTruncated
          resent
          errorKind
          error
          decision
          nextAttemptAt
          latency {
            dnsMs
            connectMs
            tlsMs
            firstByteMs
            totalMs
          }
          responseHeaders {
            name
            value
          }
        }
      }
    }
  }
`

/** Makes an event type of the organization's own, taking any data. */
export async function createEventType(client: TestClient, name: string, schema?: object): Promise<void> {
  const input = { name, description: name, example: { hello: 'world' }, ...(schema && { schema }) }
  accepted(
    await client.request(
      `mutation ($input: EventTypeInput!) { createEventType(input: $input) { userErrors { code message } } }`,
      { input },
    ),
  )
}

/** Makes a webhook and returns it with its secret; throws on userErrors. */
export async function createWebhook(
  client: TestClient,
  input: Record<string, unknown>,
): Promise<{ id: string; secret: string }> {
  const { webhook, secret } = accepted(await client.request(CREATE_WEBHOOK, { input }))
  return { id: webhook.id, secret }
}

/** Publishes one event and returns its id; throws on userErrors. */
export async function publish(
  client: TestClient,
  type: string,
  data: unknown,
  more: Record<string, unknown> = {},
): Promise<string> {
  return accepted(await client.request(PUBLISH, { input: { type, data, ...more } })).event.id
}

/** The deliveries of an event, with their attempts. */
export async function deliveriesOf(client: TestClient, eventId: string): Promise<any[]> {
  const { event } = await client.request(
    `query ($id: ID!) { event(id: $id) { deliveries(first: 200) { nodes { id status decision attemptCount webhook { id } } } } }`,
    { id: eventId },
  )
  return event.deliveries.nodes
}

export async function readDelivery(client: TestClient, id: string): Promise<any> {
  return (await client.request(DELIVERY, { id })).delivery
}
