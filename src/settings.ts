import { readFileSync } from 'node:fs'
import { z } from 'zod'

const text = z.string().trim().min(1)
const port = z.coerce.number().int().min(0).max(65535)
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
)

/** One encryption key as it is written: `<id>:<base64 of 32 bytes>`. */
const encryptionKey = z.string().transform((value, context) => {
  const [id, encoded = ''] = value.split(':', 2)
  const key = Buffer.from(encoded, 'base64')
  if (id && /^[A-Za-z0-9_-]+$/.test(id) && key.length === 32) return { id, key }
  context.addIssue({
    code: 'custom',
    message: 'must be <id>:<base64 of 32 bytes>, such as k1:$(openssl rand -base64 32)',
  })
  return z.NEVER
})

/** How many of a kind an organization may have, from one to what counting them is cheap for. */
const perOrganization = (most: number) => z.coerce.number().int().min(1).max(100_000).default(most)

/** Every setting, as an environment variable. README's table is generated from this. */
export const settingsSchema = z.object({
  DATABASE_URL: text
    .optional()
    .describe('Postgres (15 or newer). `npm start` runs its own when it is not set.'),
  TEMPORAL_ADDRESS: text
    .optional()
    .describe('Temporal frontend, `host:port`. `npm start` runs its own when it is not set.'),
  TEMPORAL_NAMESPACE: text.default('default').describe('Temporal namespace.'),
  TEMPORAL_UI_URL: text
    .optional()
    .describe('Where operators open Temporal UI; links to workflows lead there.'),
  HOST: text.default('127.0.0.1').describe('Address the API listens on.'),
  PORT: port.default(4000).describe('Port the API listens on.'),
  PUBLIC_URL: text
    .optional()
    .describe('URL the API is reached at from outside; `http://HOST:PORT` unless set.'),
  DASHBOARD_FRAME_ANCESTORS: list
    .default([])
    .describe(
      'Origins whose pages may show the dashboard in a frame, such as `https://app.example.com`; none unless set. Browsers give a frame its session only when both are of one site.',
    ),
  DATA_FOLDER: text.default('.durahook').describe("Where `npm start` keeps the local stack's data."),
  LOCAL_POSTGRES_PORT: port.default(4032).describe("Port of the local stack's Postgres."),
  LOCAL_TEMPORAL_PORT: port.default(4033).describe("Port of the local stack's Temporal."),
  LOCAL_TEMPORAL_UI_PORT: port.default(4080).describe("Port of the local stack's Temporal UI."),
  LOCAL_RECEIVER_PORT: port.default(4443).describe("Port of the local stack's demo receiver."),
  ENCRYPTION_KEYS: list
    .pipe(z.array(encryptionKey))
    .default([])
    .describe(
      'Keys that encrypt webhook secrets at rest, the newest first: `id:base64,…` (32 bytes each). `npm start` makes one.',
    ),
  ALLOWED_RANGES: list
    .default([])
    .describe(
      'Address ranges (CIDR, comma-separated) webhooks may reach besides public ones, such as `10.1.0.0/16`.',
    ),
  EXTRA_CA_FILE: text.optional().describe('PEM file of authorities trusted besides the usual ones.'),
  MAXIMUM_PAYLOAD_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(262_144)
    .describe('Largest event data, in bytes.'),
  ATTEMPT_SLOTS: z.coerce
    .number()
    .int()
    .min(1)
    .default(200)
    .describe('Attempts one worker process makes at once; a quarter of them are kept for retries.'),
  ATTEMPTS_PER_WEBHOOK: z.coerce
    .number()
    .int()
    .min(1)
    .default(20)
    .describe('Attempts that may be on their way to one webhook at once.'),
  REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .default(6_000)
    .describe('GraphQL fields one organization may ask one API process for, publishing excepted.'),
  EVENTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(100)
    .default(120_000)
    .describe('Events one organization may publish through one API process.'),
  SCHEMA_SECONDS_PER_MINUTE: z.coerce
    .number()
    .positive()
    .max(60)
    .default(15)
    .describe(
      "Seconds of processor time one organization's own JSON Schemas may use in a minute of one API process.",
    ),
  CONNECTIONS_PER_ORGANIZATION: z.coerce
    .number()
    .int()
    .min(1)
    .default(200)
    .describe('WebSockets one organization may hold open to one API process.'),
  SUBSCRIPTIONS_PER_ORGANIZATION: z.coerce
    .number()
    .int()
    .min(1)
    .default(400)
    .describe('Subscriptions one organization may have in one API process.'),
  WEBHOOKS_PER_ORGANIZATION: perOrganization(1_000).describe(
    'Webhooks an organization may have: the most deliveries one event makes.',
  ),
  CHANNELS_PER_ORGANIZATION: perOrganization(10_000).describe('Channels an organization may have.'),
  API_KEYS_PER_ORGANIZATION: perOrganization(100).describe('API keys that work an organization may have.'),
  SESSIONS_PER_ORGANIZATION: perOrganization(5_000).describe(
    'Dashboard sessions, and links to them, an organization may have at once.',
  ),
  CONNECTION_MINUTES: z.coerce
    .number()
    .positive()
    .max(35_000) // what a timer can wait
    .default(720)
    .describe('Minutes a WebSocket may live; its client then connects again and resumes.'),
  SLOW_SUBSCRIBER_SECONDS: z.coerce
    .number()
    .positive()
    .max(3_600)
    .default(15)
    .describe('A WebSocket client that reads nothing for this long is closed and told to resume.'),
  DATABASE_POOL_SIZE: z.coerce
    .number()
    .int()
    .min(2)
    .default(20)
    .describe('Most Postgres connections of one process.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .describe('Least severe log line written.'),
  PRODUCTION: flag.default(false).describe('`true` turns GraphQL introspection and field suggestions off.'),
})

export type Settings = Readonly<z.infer<typeof settingsSchema>>

export class SettingsError extends Error {}

/** Reads the settings; throws a SettingsError that names each bad variable and says what it must be. */
export function parseSettings(environment: NodeJS.ProcessEnv): Settings {
  const parsed = settingsSchema.safeParse(
    Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')),
  )
  if (parsed.success) return Object.freeze(parsed.data)
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
  throw new SettingsError(`These settings can't be used:\n${lines.join('\n')}`)
}

/** The PEM texts of EXTRA_CA_FILE; empty when it is not set. */
export function readExtraCa({ EXTRA_CA_FILE }: Settings): string[] {
  return EXTRA_CA_FILE ? [readFileSync(EXTRA_CA_FILE, 'utf8')] : []
}
