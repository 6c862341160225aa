import { request, requireNone, type Connection, type UserError } from './request.ts'

/** The data of each event type, by its name. `durahook types export` writes it for an organization. */
export type EventTypes = Record<string, unknown>

/** An event to publish. */
export type NewEvent<Types extends EventTypes> = {
  [Type in keyof Types & string]: {
    type: Type
    data: Types[Type]
    /** Publishing twice with the same key gives the same event. Default: one of its own, for the tries of this call only. */
    idempotencyKey?: string
    /** Default: now. */
    occurredAt?: Date
    /** The channels it concerns. Default: all. */
    channels?: readonly string[]
  }
}[keyof Types & string]

export interface PublishedEvent {
  id: string
  /** It was published before, with the same idempotency key. */
  duplicate: boolean
}

/** Of one request; the API takes 100 events and 4 MiB. */
const MAXIMUM = { events: 100, bytes: 3.5 * 1024 * 1024 }

const PUBLISH = /* GraphQL */ `
  mutation ($organizationId: ID, $events: [PublishEventInput!]!) {
    published: publishEvents(organizationId: $organizationId, events: $events) {
      events {
        id
      }
      duplicates
      userErrors {
        code
        field
        message
      }
    }
  }
`

interface Data {
  published: { events: { id: string }[] | null; duplicates: boolean[] | null; userErrors: UserError[] }
}

/**
 * Publishes events, in requests of up to 100 and 3.5 MiB; each request is stored as a whole or not at all. Gives them in the order given. What it
 * gives is stored and can't be lost. After an error, publish again with the same idempotency keys.
 * @throws DurahookError; `field` is `events.<index>.…`, of the events given
 */
export async function publishEvents<Types extends EventTypes>(
  connection: Connection,
  organizationId: string | undefined,
  events: readonly NewEvent<Types>[],
  signal?: AbortSignal,
): Promise<PublishedEvent[]> {
  const published: PublishedEvent[] = []
  // A key for each that has none: a request whose answer was lost is sent again.
  const keyed = events.map((event) => ({
    ...event,
    idempotencyKey: event.idempotencyKey ?? crypto.randomUUID(),
    // JSON has null for a time that is none, and null is now.
    ...(event.occurredAt && { occurredAt: new Date(event.occurredAt).toISOString() }),
  }))
  for (const batch of batchesOf(keyed)) {
    const variables = { organizationId, events: batch }
    const { published: answer } = await request<Data>(connection, PUBLISH, variables, signal)
    requireNone(answer.userErrors, published.length)
    answer.events!.forEach(({ id }, index) => published.push({ id, duplicate: answer.duplicates![index]! }))
  }
  return published
}

function batchesOf<Event>(events: readonly Event[]): Event[][] {
  const batches: Event[][] = []
  let bytes = Infinity
  for (const event of events) {
    const size = new TextEncoder().encode(JSON.stringify(event)).length + 1
    bytes += size
    if (bytes > MAXIMUM.bytes || batches.at(-1)!.length === MAXIMUM.events) {
      batches.push([])
      bytes = size
    }
    batches.at(-1)!.push(event)
  }
  return batches
}
