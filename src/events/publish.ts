import type { Organization } from '../organizations/organization.ts'
import type { JsonText } from '../json/json-text.ts'
import { channelsOfData, checkEvents, type CheckDeps, type Refusal } from './check-events.ts'
import {
  findRepeats,
  publishEvents,
  type AcceptedEvent,
  type PublishedEvent,
  type Repeat,
} from './publish-events.ts'

const MAXIMUM_CHANNELS = 20
const MAXIMUM_KEY = 255

/** An event as its publisher gave it. */
export interface GivenEvent {
  type: string
  data: JsonText
  occurredAt?: Date | null | undefined
  /** Null or left out: those its data names. */
  channels?: readonly string[] | null | undefined
  idempotencyKey?: string | null | undefined
}

export interface PublishProblem {
  /** Of the event, in the order given. */
  index: number
  code: Exclude<Refusal['code'], 'RATE_LIMITED'> | 'IDEMPOTENCY_KEY_REUSED' | 'INVALID'
  field: 'type' | 'data' | 'channels' | 'idempotencyKey'
  message: string
}

export type PublishOutcome =
  /** In the order given. */
  | { kind: 'published'; events: PublishedEvent[] }
  /** All that is wrong. Nothing was stored. */
  | { kind: 'refused'; problems: PublishProblem[] }
  /** Some could not be checked now. Nothing was stored. */
  | { kind: 'later'; retryAfterSeconds: number }

/**
 * Publishes events, all or none. What a key has given before it gives again, without asking what the event's type has
 * become since; only events that would be refused are looked up for that, so that a new one costs nothing more.
 */
export async function publish(
  deps: CheckDeps,
  organization: Pick<Organization, 'id' | 'dialect'>,
  given: readonly GivenEvent[],
): Promise<PublishOutcome> {
  const dialect = deps.dialects.get(organization.dialect)!
  const events = given.map((event): AcceptedEvent => ({
    type: event.type,
    occurredAt: event.occurredAt ?? null,
    data: event.data.text,
    channels: [...new Set(event.channels ?? channelsOfData(dialect, event.data))],
    idempotencyKey: event.idempotencyKey ?? null,
  }))
  const refusals = await checkEvents(deps, organization, given)
  const repeats = await repeatsOf(deps, organization.id, events, refusals)

  const problems = given.flatMap(invalidFields)
  for (const [index, refusal] of refusals.entries()) {
    const repeat = repeats.get(index)
    if (!refusal || repeat?.same) continue
    if (repeat) problems.push(keyReused(index, repeat.event.id))
    else if (refusal.code !== 'RATE_LIMITED') problems.push({ index, ...refusal })
    else return { kind: 'later', retryAfterSeconds: refusal.retryAfterSeconds }
  }
  if (problems.length > 0)
    return { kind: 'refused', problems: problems.sort((one, other) => one.index - other.index) }

  const fresh = [...events.keys()].filter((index) => !repeats.has(index))
  const result = await publishEvents(
    deps.database,
    organization.id,
    fresh.map((index) => events[index]!),
  )
  if (result.kind === 'key-reused')
    return { kind: 'refused', problems: [keyReused(fresh[result.index]!, result.eventId)] }
  const published = new Map(result.events.map((event, at) => [fresh[at]!, event]))
  for (const [index, { event }] of repeats) published.set(index, { event, duplicate: true })
  return { kind: 'published', events: [...events.keys()].map((index) => published.get(index)!) }
}

/** By their index, those of the refused events that were published before. */
async function repeatsOf(
  { database }: CheckDeps,
  organizationId: string,
  events: readonly AcceptedEvent[],
  refusals: readonly (Refusal | null)[],
): Promise<Map<number, Repeat>> {
  const refused = [...events.keys()].filter(
    (index) => refusals[index] && events[index]!.idempotencyKey !== null,
  )
  if (refused.length === 0) return new Map()
  const repeats = await findRepeats(
    database,
    organizationId,
    refused.map((index) => events[index]!),
  )
  return new Map(refused.flatMap((index, at) => (repeats[at] ? [[index, repeats[at]] as const] : [])))
}

/** What is wrong with an event, whatever its type. */
function invalidFields({ channels, idempotencyKey: key }: GivenEvent, index: number): PublishProblem[] {
  const problems: PublishProblem[] = []
  if (channels && (channels.length > MAXIMUM_CHANNELS || !channels.every((id) => /^[\w-]{1,64}$/.test(id)))) {
    const message = `An event has at most ${MAXIMUM_CHANNELS} channels, ids of 1 to 64 characters of A-Z a-z 0-9 _ and -.`
    problems.push({ index, code: 'INVALID', field: 'channels', message })
  }
  if (key != null && (key.length < 1 || key.length > MAXIMUM_KEY)) {
    const message = `An idempotency key has 1 to ${MAXIMUM_KEY} characters.`
    problems.push({ index, code: 'INVALID', field: 'idempotencyKey', message })
  }
  return problems
}

function keyReused(index: number, eventId: string): PublishProblem {
  const message = `This idempotency key belongs to ${eventId}, which has another type, data, time or channels. Use a new key for a new event.`
  return { index, code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey', message }
}
