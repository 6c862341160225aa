import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { pino } from 'pino'
import { openApi } from '../../src/app/open-api.ts'
import { openDatabase } from '../../src/app/open-database.ts'
import { createApiKey } from '../../src/access/api-keys.ts'
import { parseSettings } from '../../src/settings/settings.ts'
import { createClient, type TestClient } from './client.ts'

/** An API that only reads the log of a Postgres of the test's own; nothing here needs Temporal. */
export interface LogApi extends AsyncDisposable {
  port: number
}

export async function openLogApi(
  databaseUrl: string,
  environment: Record<string, string> = {},
): Promise<LogApi> {
  const settings = parseSettings({
    DATABASE_URL: databaseUrl,
    PORT: '0',
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'fatal',
    ...environment,
  })
  const log = pino({ level: settings.LOG_LEVEL })
  const api = await openApi({ settings, databaseUrl, temporalAddress: '127.0.0.1:1', log })
  return { port: api.port, [Symbol.asyncDispose]: () => api.close() }
}

/** An organization with an API key and a webhook, its delivery in `deliveryId`. The tables are there. */
export interface LoggedWebhook {
  organizationId: string
  webhookId: string
  deliveryId: string
  apiKey: string
  client(port: number): TestClient
}

export async function createLoggedWebhook(databaseUrl: string): Promise<LoggedWebhook> {
  const webhook = await createKeylessWebhook(databaseUrl)
  await giveKey(databaseUrl, webhook)
  return webhook
}

/** Plain SQL, which tables of former versions take too; they know other API keys. */
export async function createKeylessWebhook(databaseUrl: string): Promise<LoggedWebhook> {
  const name = randomBytes(8).toString('hex')
  const [organizationId, webhookId, deliveryId] = [`org_${name}`, `wh_${name}`, `wd_${name}`]
  await query(
    databaseUrl,
    `with o as (
      insert into organizations (id, name, plan, dialect) values ($1, $1, 'TEAM', 'standard')
    ), w as (
      insert into webhooks (id, organization_id, dialect, url, description, event_types, status, headers, secret_kind,
        secrets) values ($2, $1, 'standard', 'https://localhost:1/', '', '{*}', 'ENABLED', '[]', 'HMAC', '[]')
    ), e as (
      insert into events (id, organization_id, type, occurred_at, data, channels, test)
      values ('evt_' || $1, $1, 'thing.happened', now(), '{}', '{}', false)
    )
    insert into deliveries (id, organization_id, webhook_id, event_id, status, decision, trigger)
    values ($3, $1, $2, 'evt_' || $1, 'SUCCEEDED', 'Done.', 'AUTOMATIC')`,
    [organizationId, webhookId, deliveryId],
  )
  const webhook: LoggedWebhook = {
    organizationId,
    webhookId,
    deliveryId,
    apiKey: '',
    client: (port) => createClient(port, webhook.apiKey),
  }
  return webhook
}

/** Makes an API key for the organization of a webhook that has none. */
export async function giveKey(databaseUrl: string, webhook: LoggedWebhook): Promise<void> {
  const database = await openDatabase(databaseUrl, 2)
  const { organizationId } = webhook
  try {
    const key = { organizationId, name: 'test', scopes: ['READ' as const], expiresAt: null }
    webhook.apiKey = (await createApiKey(database, key)).token
  } finally {
    await database.close()
  }
}

/** Columns and values of attempts `from` to `to` of the webhook's delivery, for `insert into attempts`. */
export const attemptsOf = (
  { organizationId, webhookId, deliveryId }: LoggedWebhook,
  from: number,
  to: number,
) => `
  (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, response_headers,
    response_body_truncated, total_ms, decision, started_at, finished_at)
  select '${organizationId}', '${webhookId}', '${deliveryId}', 'thing.happened', n, 'AUTOMATIC', 'SUCCEEDED', '[]',
    false, 1, 'Done.', now(), now() from generate_series(${from}, ${to}) n`

/** Logs attempts `from` to `to` (or one), each in a transaction of its own. */
export async function logAttempts(
  databaseUrl: string,
  webhook: LoggedWebhook,
  from: number,
  to = from,
): Promise<void> {
  await connected(databaseUrl, async (client) => {
    for (let number = from; number <= to; number += 1)
      await client.query(`insert into attempts ${attemptsOf(webhook, number, number)}`)
  })
}

/** Runs one statement on a connection of its own. */
export const query = (databaseUrl: string, statement: string, values: unknown[] = []): Promise<any[]> =>
  connected(databaseUrl, async (client) => (await client.query(statement, values)).rows)

export async function connected<Result>(
  databaseUrl: string,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
