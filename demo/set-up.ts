import { createApi, type Api } from './api.ts'
import type { DemoOrganization } from './payloads.ts'
import type { CheckingReceiver } from './receiver.ts'

/** An organization that exists on the server, with a key of its own. */
export interface ReadyOrganization extends DemoOrganization {
  api: Api
  /** Path at the receiver, by webhook id. */
  paths: Map<string, string>
}

/** Makes the organization, its key, channels, event types and webhooks, and tells the receiver the secrets. */
export async function setUp(
  url: string,
  operator: Api,
  receiver: CheckingReceiver,
  organization: DemoOrganization,
): Promise<ReadyOrganization> {
  const { id, dialect, channels, ownTypes, webhooks } = organization
  await operator.request(CREATE_ORGANIZATION, { input: { id, name: id, plan: 'TEAM', dialect } })
  const { createApiKey } = await operator.request<{ createApiKey: { secret: string } }>(CREATE_API_KEY, {
    input: { organizationId: id, name: 'Demo', scopes: ['PUBLISH', 'MANAGE', 'READ'] },
  })
  const api = createApi(url, createApiKey.secret)

  for (const channel of channels) await api.request(CREATE_CHANNEL, { input: { id: channel, name: channel } })
  for (const { name, example } of ownTypes) {
    await api.requestText(
      CREATE_EVENT_TYPE,
      `{"input":{"name":${JSON.stringify(name)},"example":${example}}}`,
    )
  }

  const paths = new Map<string, string>()
  for (const { path, eventTypes, channelId, failEvery } of webhooks) {
    const input = { url: `${receiver.url}${path}`, eventTypes, ...(channelId && { channelId }) }
    const { createWebhook } = await api.request<CreatedWebhook>(CREATE_WEBHOOK, { input })
    receiver.expect(path, { dialect, secret: createWebhook.secret, failEvery })
    paths.set(createWebhook.webhook.id, path)
  }
  return { ...organization, api, paths }
}

interface CreatedWebhook {
  createWebhook: { webhook: { id: string }; secret: string }
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
