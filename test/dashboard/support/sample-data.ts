import { sql } from '../../../src/database/sql.ts'
import { accepted } from '../../support/client.ts'
import { eventually } from '../../support/eventually.ts'
import { openReceiver } from '../../support/receiver.ts'
import { createEventType, createWebhook } from '../../support/webhooks.ts'
import { disableForFailing, makeFailing, setHealth, tell } from './health.ts'
import type { Database } from '../../../src/database/database.ts'
import type { TestClient } from '../../support/client.ts'
import type { Dashboard } from './dashboard.ts'

export interface Sample {
  /** Ids of the webhooks the places show. */
  leads: string
  failing: string
  bot: string
  /** Disabled because it failed. */
  off: string
  /** Has a rate limit, and its receiver asked for less. */
  slow: string
}

const LEAD = {
  campaign_id: 'cmp_01HX4Q2V7N8K3M5RZ0T9WBYCD1',
  lead: {
    id: 'lead_01HXJ4Q9D3F6G8H1',
    email: 'ada@example.com',
    status: 'verified',
    position: 412,
    source: 'referral',
  },
}

/**
 * Fills three organizations with what a working day leaves: an hour of deliveries, some of them failing. The deliveries
 * are real; then they are repeated back in time, and their URLs given the names of real receivers.
 */
export async function fillWithSample(dashboard: Dashboard): Promise<Sample> {
  const { app } = dashboard
  let down = 0
  const allDown = Promise.withResolvers<void>()
  await using receiver = await openReceiver(async ({ path }) => {
    if (path !== '/down') return { status: 200, headers: { server: 'nginx' }, body: '{"received":true}' }
    // The answer asks for a pause, after which the webhook gets nothing more: all four are there first.
    down += 1
    if (down === 4) allDown.resolve()
    await allDown.promise
    return {
      status: 503,
      headers: { 'retry-after': '240', server: 'nginx' },
      body: '{"error":"upstream connect error"}',
    }
  })
  const acme = (await app.organization({ id: 'acme', dialect: 'sjocamp' })).client
  const northwind = (await app.organization({ id: 'northwind', dialect: 'campsite', plan: 'FREE' })).client
  await app.organization({ id: 'tiny', dialect: 'sjocamp', plan: 'FREE' })
  const billing = (await app.organization({ id: 'billing', dialect: 'standard' })).client
  await createEventType(billing, 'invoice.paid')
  await createChannel(acme, 'cmp_spring', 'Spring launch')
  await createChannel(northwind, 'int_bot', 'Release bot')
  await createChannel(northwind, 'int_crm', 'CRM sync')

  const leads = (
    await createWebhook(acme, {
      url: `${receiver.url}/leads`,
      description: 'CRM',
      eventTypes: ['lead.created', 'lead.verified', 'reward.earned'],
    })
  ).id
  const failing = (await createWebhook(acme, { url: `${receiver.url}/down`, eventTypes: ['lead.verified'] }))
    .id
  const paused = await createWebhook(acme, {
    url: `${receiver.url}/slack`,
    eventTypes: ['lead.created'],
    channelId: 'cmp_spring',
  })
  const [off, slow] = await Promise.all(
    ['off', 'slow'].map(async (path) => {
      const url = `${receiver.url}/${path}`
      return (await createWebhook(acme, { url, eventTypes: ['reward.earned'] })).id
    }),
  )
  const bot = (
    await createWebhook(northwind, {
      url: `${receiver.url}/bot`,
      eventTypes: ['post.created'],
      channelId: 'int_bot',
    })
  ).id
  await acme.request(`mutation ($id: ID!) { pauseWebhook(id: $id) { userErrors { code } } }`, {
    id: paused.id,
  })
  const events = Array.from({ length: 6 }, (_, n) => ({
    type: n % 3 === 0 ? 'lead.created' : 'lead.verified',
    data: LEAD,
  }))
  accepted(
    await acme.request(
      `mutation ($events: [PublishEventInput!]!) { publishEvents(events: $events) { userErrors { code message } } }`,
      { events },
    ),
  )
  const { database } = app
  await eventually(async () => (await sql<object>(database)`select 1 from attempts`).length >= 10)
  await dashboard.closeWorker()
  await repeatInTheLastHour(database)
  await startReplay(acme, database)
  const names = {
    leads: 'api.acme.example/hooks/leads',
    down: 'old.acme.example/analytics',
    slack: 'hooks.acme.example/slack',
    bot: 'bot.northwind.example/campsite',
    off: 'crm-staging.acme.example/hooks',
    slow: 'partner.acme.example/webhooks',
  }
  for (const [path, name] of Object.entries(names)) {
    await sql(database)`update webhooks set url = ${`https://${name}`} where url like ${`%/${path}`}`
  }
  const titles = { acme: 'Acme', northwind: 'Northwind Labs', tiny: 'Tiny Startup', billing: 'Billing' }
  for (const [id, title] of Object.entries(titles))
    await sql(database)`update organizations set name = ${title} where id = ${id}`
  const sample = { leads, failing, bot, off: off!, slow: slow! }
  await addHealth(app, sample)
  return sample
}

/** One webhook fails, one was disabled for that, one is throttled; and what was told of them. */
async function addHealth(app: Dashboard['app'], { leads, failing, off, slow }: Sample): Promise<void> {
  const [delivery] = await sql<{ id: string }>(app.database)`
    select id from deliveries where webhook_id = ${failing} and status = 'PENDING' order by id limit 1`
  const lastError = 'The receiver answered 503 Service Unavailable.'
  await makeFailing(app, failing, { hours: 38, failures: 114, probeId: delivery!.id, lastError })
  await makeFailing(app, off, { hours: 75, failures: 212, lastError: 'There is no address for its host.' })
  await disableForFailing(app, off)
  await setHealth(app, slow, {
    quiet_until: new Date(Date.now() + 420_000),
    pace: 4,
    rate_limit: 20,
    rate_seconds: 1,
  })
  const at = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
  const failed = { eventType: 'lead.verified', error: lastError, nextAttemptAt: null }
  const told: [Parameters<typeof tell>[2], string, object, object?][] = [
    ['webhook.failing', off, { failingSince: at(75), lastError: 'There is no address for its host.' }],
    ['webhook.secret_rotated', leads, { oldSecretExpiresAt: at(-24) }],
    ['webhook.failing', slow, { failingSince: at(52), lastError: 'The receiver answered 500.' }],
    ['webhook.recovered', slow, { failingSince: at(52), recoveredAt: at(51) }],
    [
      'delivery.failing',
      failing,
      { ...failed, attempts: 4, nextAttemptAt: at(-1) },
      { deliveryId: delivery!.id },
    ],
    ['webhook.failing', failing, { failingSince: at(38), lastError }],
    ['delivery.failed', failing, { ...failed, attempts: 11 }, { deliveryId: delivery!.id }],
    ['webhook.disabled', off, { reason: 'FAILING', failingSince: at(75) }],
    ['webhook.disable_scheduled', failing, { failingSince: at(38), disableAt: at(-34) }],
  ]
  for (const [type, webhookId, detail, more] of told)
    await tell(app, 'acme', type, { webhookId, detail, ...more })
}

/** Each delivery again and again, back in time; those made for real stay the newest in the log. */
async function repeatInTheLastHour(database: Database): Promise<void> {
  // The time in an id is that of the original: lists and replays go by it.
  const copies = `substr(attempts.delivery_id, 1, 13) || upper(substr(md5(attempts.delivery_id || n), 1, 16))`
  const wanted = `(outcome = 'SUCCEEDED' or n between 8 and 30)`
  await database.em.fork().execute(`
    insert into deliveries (id, organization_id, webhook_id, event_id, event_type, test, status_code, error_kind, status,
      decision, trigger, attempt_count, started_at, created_at, finished_at)
    select ${copies}, deliveries.organization_id, deliveries.webhook_id, event_id, attempts.event_type, false,
      attempts.status_code, attempts.error_kind,
      case outcome when 'SUCCEEDED' then 'SUCCEEDED' else 'CANCELED' end, deliveries.decision, deliveries.trigger, 1,
      deliveries.started_at, deliveries.created_at, deliveries.created_at
    from attempts join deliveries on deliveries.id = delivery_id, generate_series(70, 1, -1) n where ${wanted}`)
  await database.em.fork().execute(`
    insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, status_code,
      response_headers, response_body, response_body_truncated, first_byte_ms, total_ms, error_kind, error, decision,
      started_at, finished_at)
    select organization_id, webhook_id, ${copies}, event_type, 1, trigger, outcome, status_code, response_headers,
      response_body, false, 18 + 9 * sin(n), 24 + 12 * sin(n) + 90 * (n % 17 = 0)::int, error_kind, error, decision,
      at, at
    from attempts, generate_series(70, 1, -1) n,
      lateral (select finished_at - (n * 50 + 6 * sin(n * length(event_type))) * interval '1 second' as at) t
    where ${wanted}
    order by at`)
  await database.em
    .fork()
    .execute(
      `update attempts set xid = durahook_log_position() where finished_at > now() - interval '40 seconds'`,
    )
}

async function createChannel(client: TestClient, id: string, name: string) {
  await client.request(
    `mutation ($input: CreateChannelInput!) { createChannel(input: $input) { userErrors { code } } }`,
    {
      input: { id, name },
    },
  )
}

/** A replay that is half done, and stays so without a worker. */
async function startReplay(client: TestClient, database: Database): Promise<void> {
  await client.request(`mutation { startReplay(input: { ratePerSecond: 5 }) { userErrors { code } } }`)
  await sql(database)`
    update replays set matched = 240, queued = 142, delivered = 118, failed = 9, skipped = 3, count_position = null`
}
