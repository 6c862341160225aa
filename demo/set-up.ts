import { accepted, createClient, type TestClient } from '../test/support/client.ts'
import type { DemoOrganization } from './payloads.ts'
import type { CheckingReceiver } from './receiver.ts'

/** An organization that exists on the server, with a key of its own. */
export interface ReadyOrganization extends DemoOrganization {
  client: TestClient
  /** Path at the receiver, by webhook id. */
  paths: Map<string, string>
}

/** Makes the organization, its key, channels, event types and webhooks, and tells the receiver the secrets. */
export async function setUp(
  operator: TestClient,
  receiver: CheckingReceiver,
  organization: DemoOrganization,
): Promise<ReadyOrganization> {
  const { id, dialect, channels, ownTypes, webhooks } = organization
  accepted(await operator.request(CREATE_ORGANIZATION, { input: { id, name: id, plan: 'TEAM', dialect } }))
  const key = { organizationId: id, name: 'Demo', scopes: ['PUBLISH', 'MANAGE', 'READ'] }
  const { secret } = accepted<{ secret: string }>(await operator.request(CREATE_API_KEY, { input: key }))
  const client = createClient(operator.port, secret)

  for (const channel of channels)
    accepted(await client.request(CREATE_CHANNEL, { input: { id: channel, name: channel } }))
  for (const { name, example } of ownTypes) {
    const input = `{"name":${JSON.stringify(name)},"example":${example}}`
    accepted(await client.requestText(CREATE_EVENT_TYPE, `{"input":${input}}`))
  }

  const paths = new Map<string, string>()
  for (const { path, eventTypes, channelId, failEvery } of webhooks) {
    const input = { url: `${receiver.url}${path}`, eventTypes, ...(channelId && { channelId }) }
    const created = accepted<CreatedWebhook>(await client.request(CREATE_WEBHOOK, { input }))
    receiver.expect(path, { dialect, secret: created.secret, failEvery })
    paths.set(created.webhook.id, path)
  }
  return { ...organization, client, paths }
}

interface CreatedWebhook {
  webhook: { id: string }
  secret: string
}

const CREATE_ORGANIZATION = `mutation ($input: CreateOrganizationInput!) {
  createOrganization(input: $input) { userErrors { field code message } }
}`

const CREATE_API_KEY = `mutation ($input: CreateApiKeyInput!) {
  createApiKey(input: $input) { secret userErrors { field code message } }
}`

const CREATE_CHANNEL = `mutation ($input: CreateChannelInput!) {
  createChannel(input: $input) { userErrors { field code message } }
}`

const CREATE_EVENT_TYPE = `mutation ($input: EventTypeInput!) {
  createEventType(input: $input) { userErrors { field code message } }
}`

const CREATE_WEBHOOK = `mutation ($input: CreateWebhookInput!) {
  createWebhook(input: $input) { webhook { id } secret userErrors { field code message } }
}`
