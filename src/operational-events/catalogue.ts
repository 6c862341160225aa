import { isPattern, patternsOf } from '../events/event-type-patterns.ts'
import { short } from '../schemas/short.ts'

/** A type of operational events. */
export interface OperationalEventType {
  name: OperationalEventName
  description: string
  /** JSON Schema (2020-12) of the data that operational webhooks get. */
  schema: object
  example: Record<string, unknown>
}

export type OperationalEventName =
  | 'webhook.failing'
  | 'webhook.disable_scheduled'
  | 'webhook.disabled'
  | 'webhook.recovered'
  | 'webhook.secret_rotated'
  | 'delivery.failing'
  | 'delivery.failed'
  | 'delivery.recovered'
  | 'replay.finished'

type Field = [schema: object, example: unknown]

const text = (example: string): Field => [{ type: 'string' }, example]
const maybeText = (example: string | null): Field => [{ type: ['string', 'null'] }, example]
const count = (example: number): Field => [{ type: 'integer', minimum: 0 }, example]
const time = (example: string): Field => [{ type: 'string', format: 'date-time' }, example]
const maybeTime = (example: string | null): Field => [
  { type: ['string', 'null'], format: 'date-time' },
  example,
]
const oneOf = (values: readonly string[], example: string): Field => [{ enum: values }, example]
const object = (fields: Record<string, Field>, orNull = false): Field => [
  {
    type: orNull ? ['object', 'null'] : 'object',
    properties: Object.fromEntries(Object.entries(fields).map(([name, [schema]]) => [name, schema])),
    required: Object.keys(fields),
  },
  Object.fromEntries(Object.entries(fields).map(([name, [, example]]) => [name, example])),
]

/** Of a URL only the host: paths may be secret. */
const webhook = (orNull = false) =>
  object(
    {
      id: text('wh_01JEXAMPLE0000000000000000'),
      uid: maybeText(null),
      description: text('Orders'),
      host: text('hooks.example.com'),
    },
    orNull,
  )

const ofWebhook = { webhook: webhook() }
const ofDelivery = {
  webhook: webhook(),
  deliveryId: text('wd_01JEXAMPLE0000000000000000'),
  eventId: maybeText('evt_01JEXAMPLE000000000000000'),
}
const ofReplay = { webhook: webhook(true), replayId: text('rp_01JEXAMPLE0000000000000000') }

const FAILING_SINCE = '2026-11-27T08:00:00.000Z'
const DISABLE_AT = '2026-11-30T08:00:00.000Z'
const attempts = (error: string | null, nextAttemptAt: string | null) => ({
  eventType: maybeText('invoice.paid'),
  attempts: count(4),
  error: maybeText(error),
  nextAttemptAt: maybeTime(nextAttemptAt),
})

/** Their data, besides `id` and `organizationId`. */
const TYPES: Record<OperationalEventName, [description: string, fields: Record<string, Field>]> = {
  'webhook.failing': [
    'No attempt succeeds any more. From now on one delivery at a time tries; the others wait for it.',
    {
      ...ofWebhook,
      failingSince: time(FAILING_SINCE),
      consecutiveFailures: count(3),
      lastError: maybeText('The receiver answered 503.'),
      disableAt: maybeTime(DISABLE_AT),
    },
  ],
  'webhook.disable_scheduled': [
    'It will be disabled at `disableAt` if nothing succeeds, and `afterDeliveries` deliveries have failed by then; `failedDeliveries` have. Told at half of the time, and 24 hours before.',
    {
      ...ofWebhook,
      failingSince: time(FAILING_SINCE),
      disableAt: time(DISABLE_AT),
      failedDeliveries: count(7),
      afterDeliveries: count(20),
    },
  ],
  'webhook.disabled': [
    'It was disabled, and receives nothing: because it failed for too long (FAILING), because its receiver answered 410 (GONE), or because of the plan (PLAN). Nothing is told when somebody asks for it.',
    {
      ...ofWebhook,
      reason: oneOf(['FAILING', 'GONE', 'PLAN'], 'FAILING'),
      failingSince: maybeTime(FAILING_SINCE),
    },
  ],
  'webhook.recovered': [
    'An attempt succeeded after it was failing. What waited is sent now.',
    { ...ofWebhook, failingSince: time(FAILING_SINCE), recoveredAt: time('2026-11-27T09:30:00.000Z') },
  ],
  'webhook.secret_rotated': [
    'It has a new secret. The old one also signs until `oldSecretExpiresAt`; null: no longer.',
    { ...ofWebhook, oldSecretExpiresAt: maybeTime('2026-11-28T08:00:00.000Z') },
  ],
  'delivery.failing': [
    'Its fourth attempt failed. It is tried again at `nextAttemptAt`.',
    { ...ofDelivery, ...attempts('The receiver answered 503.', '2026-11-27T08:35:00.000Z') },
  ],
  'delivery.failed': [
    'It failed for good: no attempt is made any more, unless somebody asks for one.',
    { ...ofDelivery, ...attempts('The receiver answered 503.', null) },
  ],
  'delivery.recovered': [
    'It succeeded after delivery.failing or delivery.failed was told of it.',
    { ...ofDelivery, ...attempts(null, null) },
  ],
  'replay.finished': [
    'A replay ended: all that it is of has ended, or it was canceled and nothing of it goes on. `webhook` is null if it is of all webhooks.',
    {
      ...ofReplay,
      status: oneOf(['COMPLETED', 'CANCELED'], 'COMPLETED'),
      matched: count(120),
      delivered: count(117),
      failed: count(2),
      skipped: count(1),
    },
  ],
}

/** All types of operational events, in the order in which they are explained. */
export const OPERATIONAL_EVENT_TYPES: readonly OperationalEventType[] = (
  Object.keys(TYPES) as OperationalEventName[]
).map((name) => {
  const [description, fields] = TYPES[name]
  const [schema, example] = object({
    id: text('oe_1'),
    organizationId: text('org_01JEXAMPLE000000000000000'),
    ...fields,
  })
  return { name, description, schema, example: example as Record<string, unknown> }
})

/** The type of that name; null: there is none. */
export const operationalEventType = (name: string): OperationalEventType | null =>
  OPERATIONAL_EVENT_TYPES.find((type) => type.name === name) ?? null

/** What of these an operational webhook can't ask for: no type has this name, or matches this pattern. */
export function unknownOperationalTypes(asked: readonly string[]): string[] {
  const known = new Set(OPERATIONAL_EVENT_TYPES.flatMap(({ name }) => patternsOf(name)))
  return asked.filter((one) => !known.has(one))
}

/** The error message for an unknown type. */
export const describeUnknownOperational = (name: string): string =>
  `There is no ${isPattern(name) ? 'type of operational events that matches' : 'operational event'} "${short(name, 200)}". Known are ${OPERATIONAL_EVENT_TYPES.map((type) => type.name).join(', ')}; *, webhook.* and delivery.* stand for several.`
