import { createRequire } from 'node:module'
import { loadDialects } from '../src/dialects/registry.ts'

const require = createRequire(import.meta.url)

/** The package is one JSON file, which its types say differently. */
const githubExamples = require('@octokit/webhooks-examples') as readonly {
  name: string
  examples: readonly object[]
}[]

/** One event to publish. */
export interface DemoEvent {
  type: string
  /** The JSON text of the data, sent as it stands. */
  text: string
  /** The channels it concerns; empty: all. */
  channels: string[]
}

export interface DemoWebhook {
  /** Its path at the receiver; unique in the demo. */
  path: string
  eventTypes: string[]
  channelId?: string
  /** The receiver fails the first request of every n-th delivery; 0: of none. */
  failEvery: number
}

/** A tenant of the demo with all it needs. */
export interface DemoOrganization {
  id: string
  dialect: string
  channels: string[]
  /** Event types to create first, each with an example. */
  ownTypes: { name: string; example: string }[]
  webhooks: DemoWebhook[]
  events: DemoEvent[]
}

/**
 * What the demo publishes: every example of GitHub's webhooks (npm @octokit/webhooks-examples) in the standard dialect,
 * and every example of the two dialects that have event types of their own. `limit` cuts GitHub's short, for tests.
 */
export async function demoOrganizations(limit = Infinity): Promise<DemoOrganization[]> {
  const dialects = await loadDialects()
  const builtIn = (dialect: string) => dialects.get(dialect)!.eventTypes
  return [github(limit), sjocamp(builtIn('sjocamp')), campsite(builtIn('campsite'))]
}

type BuiltIn = readonly { name: string; example: object }[]

function github(limit: number): DemoOrganization {
  const events = githubExamples
    .flatMap(({ name, examples: payloads }) =>
      payloads.map((payload) => {
        const action = 'action' in payload && typeof payload.action === 'string' ? `.${payload.action}` : ''
        return { type: `${name}${action}`, payload }
      }),
    )
    .slice(0, limit)
    // Every third one is indented: receivers get the text as it was published, spaces included.
    .map(({ type, payload }, index) => ({
      type,
      text: JSON.stringify(payload, null, index % 3 === 0 ? 2 : 0),
      channels: [],
    }))
  const types = [...new Map(events.map(({ type, text }) => [type, text]))]
  const names = types.map(([name]) => name)
  const some = names.filter((name) => /^(check|issue|pull|push)/.test(name))
  return {
    id: 'github',
    dialect: 'standard',
    channels: [],
    ownTypes: types.map(([name, example]) => ({ name, example })),
    webhooks: [
      // Two that get everything between them: a webhook has at most 100 event types.
      { path: '/github/first-half', eventTypes: names.slice(0, 100), failEvery: 25 },
      { path: '/github/second-half', eventTypes: names.slice(100), failEvery: 25 },
      { path: '/github/issues-and-code', eventTypes: some, failEvery: 10 },
    ].filter(({ eventTypes }) => eventTypes.length > 0),
    events,
  }
}

function sjocamp(types: BuiltIn): DemoOrganization {
  const eventTypes = types.map(({ name }) => name)
  const [campaign] = types.map(({ example }) => (example as { campaign_id: string }).campaign_id)
  const events = types.map(({ name, example }) => ({
    type: name,
    text: JSON.stringify(example),
    channels: [],
  }))
  return {
    id: 'sjocamp',
    dialect: 'sjocamp',
    channels: [campaign!],
    ownTypes: [],
    webhooks: [
      { path: '/sjocamp/all-campaigns', eventTypes, failEvery: 2 },
      { path: '/sjocamp/one-campaign', eventTypes, channelId: campaign!, failEvery: 0 },
    ],
    events,
  }
}

/** Integrations are private: a mention and a direct message concern one, everything else all of them. */
const FOR_ONE_INTEGRATION = ['app.mentioned', 'message.dm']

function campsite(types: BuiltIn): DemoOrganization {
  const eventTypes = types.map(({ name }) => name)
  const [releaseBot, archive] = ['int_release_bot', 'int_archive'] as const
  return {
    id: 'campsite',
    dialect: 'campsite',
    channels: [releaseBot, archive],
    ownTypes: [],
    webhooks: [
      { path: '/campsite/release-bot', eventTypes, channelId: releaseBot, failEvery: 3 },
      { path: '/campsite/archive', eventTypes, channelId: archive, failEvery: 0 },
    ],
    events: types.map(({ name, example }) => ({
      type: name,
      text: JSON.stringify(example),
      channels: FOR_ONE_INTEGRATION.includes(name) ? [releaseBot] : [],
    })),
  }
}

/** Whether a webhook should get an event: what the demo expects, worked out apart from the server. */
export function expects(webhook: DemoWebhook, event: DemoEvent): boolean {
  const concerned =
    webhook.channelId === undefined ||
    event.channels.length === 0 ||
    event.channels.includes(webhook.channelId)
  return concerned && webhook.eventTypes.includes(event.type)
}
