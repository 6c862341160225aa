import { sql } from '../../src/database/sql.ts'
import { ApiKey } from '../../src/access/api-key.ts'
import type { TestApp, TestOrganization } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import type { TestReceiver } from '../support/receiver.ts'
import { untilSettled } from '../support/sql.ts'
import { createEventType, createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'

/** What can be named in the API. */
export const KINDS = [
  'organization',
  'webhook',
  'channel',
  'event',
  'delivery',
  'attempt',
  'replay',
  'apiKey',
  'eventType',
  'cursor',
  'logCursor',
] as const
export type Kind = (typeof KINDS)[number]

/** An organization with one of everything. `mark` is in every text it wrote, but not in ids. */
export interface Tenant extends TestOrganization {
  mark: string
  ids: Record<Kind, string>
}

/** Needs a running worker. */
export async function createTenant(app: TestApp, receiver: TestReceiver, name: string): Promise<Tenant> {
  const mark = `text-of-${name}`
  const organization = await app.organization({ id: `${name}_organization`, dialect: 'standard' })
  const { client } = organization
  const channel = `${name}_channel`
  await client.request(
    `mutation ($input: CreateChannelInput!) { createChannel(input: $input) { channel { id } } }`,
    { input: { id: channel, name: `${mark} channel` } },
  )
  const eventType = `${name}.happened`
  await createEventType(client, eventType)
  const { id: webhook } = await createWebhook(client, {
    url: `${receiver.url}/${mark}`,
    eventTypes: [eventType],
    description: `${mark} description`,
    headers: [{ name: 'x-mark', value: mark }],
  })
  const event = await publish(client, eventType, { mark })
  const delivery = await eventually(async () => {
    const [first] = await deliveriesOf(client, event)
    return first?.status === 'SUCCEEDED' && (first.id as string)
  })
  const { organization: read } = await client.request(`{
    organization { webhooks { edges { cursor } } apiKeys { nodes { id } } }
  }`)
  await untilSettled(app)
  const { webhook: log } = await client.request(
    `query ($id: ID!) { webhook(id: $id) { deliveryLog { edges { cursor node { id } } } } }`,
    { id: webhook },
  )
  const { startReplay } = await client.request(
    `mutation ($input: StartReplayInput!) { startReplay(input: $input) { replay { id } } }`,
    {
      input: {
        webhookId: webhook,
        statuses: ['CANCELED'],
        eventTypes: [eventType],
        statusCodes: [500],
        errorKinds: ['HTTP_STATUS'],
      },
    },
  )
  const replay = startReplay.replay.id as string
  await eventually(async () => {
    const found = await client.request(`query ($id: ID!) { replay(id: $id) { status } }`, { id: replay })
    return found.replay.status === 'COMPLETED'
  })
  return {
    ...organization,
    mark,
    ids: {
      organization: organization.id,
      webhook,
      channel,
      event,
      delivery,
      attempt: log.deliveryLog.edges[0].node.id,
      replay,
      apiKey: read.apiKeys.nodes[0].id,
      eventType,
      cursor: read.webhooks.edges[0].cursor,
      logCursor: log.deliveryLog.edges[0].cursor,
    },
  }
}

/** Ids shaped like those of things, of nothing. */
export const NOTHING: Record<Kind, string> = {
  organization: 'nobody_organization',
  webhook: 'wh_00000000000000000000000000',
  channel: 'nobody_channel',
  event: 'evt_00000000000000000000000000',
  delivery: 'wd_00000000000000000000000000',
  attempt: 'wd_00000000000000000000000000/1',
  replay: 'rp_00000000000000000000000000',
  apiKey: 'key_00000000000000000000000000',
  eventType: 'nobody.happened',
  cursor: Buffer.from('id1:wh_7ZZZZZZZZZZZZZZZZZZZZZZZZZ').toString('base64url'),
  logCursor: Buffer.from('log1:1:1').toString('base64url'),
}

/** All that an organization owns, as text, to be compared. */
export async function everythingOf(app: TestApp, { id }: { id: string }): Promise<string> {
  await app.database.em.fork().nativeUpdate(ApiKey, { organizationId: id }, { lastUsedAt: null })
  const tables = [
    'api_keys',
    'channels',
    'event_types',
    'webhooks',
    'events',
    'deliveries',
    'attempts',
    'replays',
  ]
  const rows = await sql<{ row: string }>(app.database)`
    select o::text as row from organizations o where id = ${id}
    union all select t::text from api_keys t where organization_id = ${id}
    union all select t::text from channels t where organization_id = ${id}
    union all select t::text from event_types t where organization_id = ${id}
    union all select t::text from webhooks t where organization_id = ${id}
    union all select t::text from events t where organization_id = ${id}
    union all select t::text from deliveries t where organization_id = ${id}
    union all select t::text from attempts t where organization_id = ${id}
    union all select t::text from replays t where organization_id = ${id}`
  if (rows.length < tables.length + 1) throw new Error('The tenant lacks something.')
  return rows
    .map(({ row }) => row)
    .sort()
    .join('\n')
}
