import { z } from 'zod'
import { parseAddressRanges } from './values/address-ranges.ts'
import { readAuthorities } from './values/authorities.ts'
import { parseDatabaseUrl } from './values/database-url.ts'
import { parseEncryptionKeys } from './values/encryption-keys.ts'
import { parseHost, parseHostAndPort } from './values/hosts.ts'
import { parseHttpUrl, parseOrigins } from './values/urls.ts'

/** A setting that `parse` reads; `parse` throws an error whose message says what is wrong, or what the value must be. */
const parsedBy = <T>(parse: (text: string) => T) =>
  z
    .string()
    .trim()
    .transform((text, context) => {
      try {
        return parse(text)
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message })
        return z.NEVER
      }
    })

const text = z.string().trim()
const number = (lowest: number, highest: number) =>
  parsedBy((written) => {
    // Number() also takes '0x10', '1e3' and other forms, which are more likely mistakes.
    const value = /^\d+(\.\d+)?$/.test(written) ? Number(written) : NaN
    if (value >= lowest && value <= highest) return value
    throw new Error(`it must be a number from ${lowest} to ${highest}`)
  })
const whole = (lowest: number, highest = 1_000_000_000) =>
  parsedBy((written) => {
    const value = /^\d+$/.test(written) ? Number(written) : NaN
    if (value >= lowest && value <= highest) return value
    throw new Error(`it must be a whole number from ${lowest} to ${highest}`)
  })
const oneOf = <const T extends string>(...values: T[]) =>
  parsedBy((written) => {
    const found = values.find((value) => value === written)
    if (found !== undefined) return found
    throw new Error(`it must be one of ${values.join(', ')}`)
  })
const port = whole(0, 65_535)

/** Days something is kept; a minute at least. */
const days = (most: number) => number(0.0006, 36_500).default(most)
const perOrganization = (most: number) => whole(1, 100_000).default(most)

/** All settings; each is an environment variable. README's table is generated from this. */
export const settingsSchema = z.object({
  DATABASE_URL: parsedBy(parseDatabaseUrl)
    .optional()
    .describe('Postgres (15 or newer). `npm start` runs its own when it is not set.'),
  TEMPORAL_ADDRESS: parsedBy(parseHostAndPort)
    .optional()
    .describe('Temporal frontend, `host:port`. `npm start` runs its own when it is not set.'),
  TEMPORAL_NAMESPACE: parsedBy(parseNamespace).default('default').describe('Temporal namespace.'),
  TEMPORAL_UI_URL: parsedBy((url) => parseHttpUrl(url, { path: true }))
    .optional()
    .describe('URL of Temporal UI, for links to workflows.'),
  HOST: parsedBy(parseHost).default('127.0.0.1').describe('Address the API listens on.'),
  PORT: port.default(4000).describe('Port the API listens on.'),
  METRICS_PORT: port
    .optional()
    .describe(
      'Port, at HOST, for `/metrics`, `/live` and `/ready` of an API or a worker; none unless set. Not for the public (docs/operating.md).',
    ),
  OTEL_EXPORTER_OTLP_ENDPOINT: parsedBy((url) => parseHttpUrl(url, { path: true }))
    .optional()
    .describe(
      'Where traces are sent, by OTLP over HTTP; none unless set. docs/operating.md has what other variables of OpenTelemetry count.',
    ),
  PUBLIC_URL: parsedBy((url) => parseHttpUrl(url, { path: false }))
    .optional()
    .describe('URL at which clients reach the API; `http://HOST:PORT` unless set.'),
  DASHBOARD_FRAME_ANCESTORS: parsedBy(parseOrigins)
    .default([])
    .describe(
      'Origins whose pages may show the dashboard in a frame, such as `https://app.example.com`; none unless set. Browsers keep the session in the frame only if page and dashboard belong to the same site.',
    ),
  DATA_FOLDER: text.default('.durahook').describe("Where `npm start` keeps the local stack's data."),
  LOCAL_POSTGRES_PORT: port.default(4032).describe("Port of the local stack's Postgres."),
  LOCAL_TEMPORAL_PORT: port.default(4033).describe("Port of the local stack's Temporal."),
  LOCAL_TEMPORAL_UI_PORT: port.default(4080).describe("Port of the local stack's Temporal UI."),
  LOCAL_RECEIVER_PORT: port.default(4443).describe("Port of the local stack's demo receiver."),
  ENCRYPTION_KEYS: parsedBy(parseEncryptionKeys)
    .default([])
    .describe(
      'Keys that encrypt webhook secrets at rest, the newest first: `id:base64,…` (32 bytes each). `npm start` makes one with the id `local`, in the file `encryption-key` of `DATA_FOLDER`.',
    ),
  ALLOWED_RANGES: parsedBy(parseAddressRanges)
    .default([])
    .describe(
      'Address ranges (CIDR, comma-separated) that webhooks may reach besides public addresses, such as `10.1.0.0/16`.',
    ),
  EXTRA_CA_FILE: parsedBy((file) => (readAuthorities(file), file))
    .optional()
    .describe('PEM file of certificate authorities to trust besides the public ones.'),
  MAXIMUM_PAYLOAD_BYTES: whole(1024).default(262_144).describe("Maximum size of an event's data, in bytes."),
  ATTEMPT_SLOTS: whole(1)
    .default(200)
    .describe('Attempts one worker process makes at once; a quarter of them are reserved for retries.'),
  FIRST_ATTEMPT: oneOf('workflow', 'direct')
    .default('workflow')
    .describe(
      "How first attempts are made, unless an organization chose: `workflow`, inside the delivery's Temporal workflow; `direct`, by the worker itself at a seventh of the cost, and the workflow begins with the first failure. What succeeds at once is then in the delivery log, not in Temporal UI (docs/decisions/0018).",
    ),
  ATTEMPTS_PER_WEBHOOK: whole(1)
    .default(20)
    .describe('Attempts that may be under way to one webhook at once.'),
  DISABLE_FAILING_HOURS: number(0, 8_760)
    .default(72)
    .describe(
      'Hours without one success after which a failing webhook is disabled; `0`: never. An organization may choose its own (docs/decisions/0029).',
    ),
  DISABLE_FAILING_DELIVERIES: whole(1, 10_000)
    .default(20)
    .describe(
      'Different deliveries that must have failed their first attempt before a failing webhook is disabled.',
    ),
  REQUESTS_PER_MINUTE: whole(1)
    .default(6_000)
    .describe(
      'GraphQL fields one organization may request per minute from one API process, without publishing. Saving an event type counts as several; large texts in answers may have 4 KiB for each field (docs/decisions/0007).',
    ),
  EVENTS_PER_MINUTE: whole(100)
    .default(120_000)
    .describe(
      'Events one organization may publish per minute through one API process. The bodies of all its requests in a minute may have 4 KiB for each of these events.',
    ),
  SCHEMA_SECONDS_PER_MINUTE: number(0.001, 60)
    .default(15)
    .describe(
      "Seconds of processor time per minute that one organization's own JSON Schemas may use in one API process.",
    ),
  CONNECTIONS_PER_ORGANIZATION: whole(1)
    .default(200)
    .describe('WebSockets one organization may have open to one API process.'),
  SUBSCRIPTIONS_PER_ORGANIZATION: whole(1)
    .default(400)
    .describe('Subscriptions one organization may have in one API process.'),
  WEBHOOKS_PER_ORGANIZATION: perOrganization(1_000).describe(
    'Webhooks an organization may have. This also limits the deliveries of one event.',
  ),
  CHANNELS_PER_ORGANIZATION: perOrganization(10_000).describe('Channels an organization may have.'),
  API_KEYS_PER_ORGANIZATION: perOrganization(100).describe('Valid API keys an organization may have.'),
  SESSIONS_PER_ORGANIZATION: perOrganization(5_000).describe(
    'Dashboard sessions, including unused sign-in links, an organization may have at once.',
  ),
  CONNECTION_MINUTES: number(0.001, 35_000) // the longest a timer can wait
    .default(720)
    .describe('Minutes after which a WebSocket is closed; its client then connects again and resumes.'),
  SLOW_SUBSCRIBER_SECONDS: number(0.001, 3_600)
    .default(15)
    .describe(
      'A WebSocket whose client reads nothing for this long is closed, and the client is told to resume. An answer over HTTP must be read within four times as long.',
    ),
  PAYLOAD_DAYS: days(30).describe(
    "Days the payload of an event is kept. An organization's own retention may be shorter.",
  ),
  ATTEMPT_DAYS: days(90).describe('Days an attempt stays in the delivery log.'),
  DELIVERY_DAYS: days(90).describe('Days a delivery is kept after it was made.'),
  EVENT_DAYS: days(365).describe('Days an event without its payload is kept.'),
  IDEMPOTENCY_KEY_DAYS: days(365).describe(
    'Days an idempotency key gives the same event. As long as its event, unless it is shorter.',
  ),
  TEMPORAL_DAYS: whole(1, 36_500)
    .default(7)
    .describe(
      'Days Temporal keeps a workflow that has ended, in a namespace that `migrate` creates or has created.',
    ),
  DATABASE_POOL_SIZE: whole(2)
    .default(20)
    .describe(
      'Most connections to Postgres in the pool of one process. An API has up to 2 more, a worker up to 4.',
    ),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace')
    .default('info')
    .describe('Lowest level that is logged.'),
  PRODUCTION: oneOf('true', 'false')
    .transform((value) => value === 'true')
    .default(false)
    .describe('`true` turns off GraphQL introspection, field suggestions and GraphiQL.'),
})

export type Settings = Readonly<z.infer<typeof settingsSchema>>

/** A problem at the start that the operator can fix; the message is one line that says how. */
export class SettingsError extends Error {}

/**
 * Reads the settings.
 * @throws SettingsError with one line for each bad variable: its name, and what its value must be
 */
export function parseSettings(environment: NodeJS.ProcessEnv): Settings {
  // An empty value counts as not set: Docker Compose and shells write `NAME=` for that.
  const set = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== '')
  const parsed = settingsSchema.safeParse(Object.fromEntries(set))
  if (parsed.success) return Object.freeze(checked(parsed.data))
  const lines = parsed.error.issues.map(({ path, message }) => `${path.join('.')} can't be used: ${message}.`)
  throw new SettingsError(lines.join('\n'))
}

/** What is kept for a time refers to what must be kept for as long. */
function checked(settings: z.infer<typeof settingsSchema>): z.infer<typeof settingsSchema> {
  const needs: [name: DaysName, other: DaysName][] = [
    ['PAYLOAD_DAYS', 'EVENT_DAYS'],
    ['DELIVERY_DAYS', 'EVENT_DAYS'],
    ['ATTEMPT_DAYS', 'DELIVERY_DAYS'],
  ]
  const wrong = needs.filter(([name, other]) => settings[name] > settings[other])
  if (wrong.length > 0)
    throw new SettingsError(
      wrong.map(([name, other]) => `${name} can't be used: it must not be more than ${other}.`).join('\n'),
    )
  return settings
}

type DaysName = 'PAYLOAD_DAYS' | 'EVENT_DAYS' | 'DELIVERY_DAYS' | 'ATTEMPT_DAYS'

/** The certificates of EXTRA_CA_FILE in PEM, one string each; empty when it is not set. */
export function readExtraCa({ EXTRA_CA_FILE }: Settings): string[] {
  return EXTRA_CA_FILE ? readAuthorities(EXTRA_CA_FILE) : []
}

function parseNamespace(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return name
  throw new Error('it must be of letters, digits, dots, - and _')
}
