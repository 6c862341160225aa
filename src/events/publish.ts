import type { Organization } from '../organizations/organization.ts'
import type { JsonText } from '../json/json-text.ts'
import { NoTimeToCheck } from '../schemas/no-time-to-check.ts'
import { problem, UserErrors } from '../words/user-errors.ts'
import { channelsOfData, checkEvents, type CheckDeps, type Refusal } from './check-events.ts'
import {
  findRepeats,
  storeEvents,
  type AcceptedEvent,
  type PublishedEvent,
  type Repeat,
} from './store-events.ts'

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

interface Problem {
  /** Of the event, in the order given. */
  index: number
  code: Exclude<Refusal['code'], 'RATE_LIMITED'> | 'IDEMPOTENCY_KEY_REUSED' | 'INVALID'
  field: 'type' | 'data' | 'channels' | 'idempotencyKey'
  message: string
}

/**
 * Publishes events, all or none, and returns them in the order given. What a key has given before it gives again, without
 * asking what the event's type has become since; only events that would be refused are looked up for that, so that a new
 * one costs nothing more. Throws all that is wrong, as UserErrors with the path that `pathOf` gives each event (`input`);
 * or NoTimeToCheck. Nothing was stored then.
 */
export async function publish(
  deps: CheckDeps,
  organization: Pick<Organization, 'id' | 'dialect'>,
  given: readonly GivenEvent[],
  pathOf: (index: number) => string,
): Promise<PublishedEvent[]> {
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
    else throw new NoTimeToCheck(refusal.retryAfterSeconds)
  }
  if (problems.length > 0) throw refuse(problems, pathOf)

  const fresh = [...events.keys()].filter((index) => !repeats.has(index))
  const result = await storeEvents(
    deps.database,
    organization.id,
    fresh.map((index) => events[index]!),
  )
  if (result.kind === 'key-reused') throw refuse([keyReused(fresh[result.index]!, result.eventId)], pathOf)
  const published = new Map(result.events.map((event, at) => [fresh[at]!, event]))
  for (const [index, { event }] of repeats) published.set(index, { event, duplicate: true })
  return [...events.keys()].map((index) => published.get(index)!)
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
function invalidFields({ channels, idempotencyKey: key }: GivenEvent, index: number): Problem[] {
  const problems: Problem[] = []
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

function keyReused(index: number, eventId: string): Problem {
  const message = `This idempotency key belongs to ${eventId}, which has another type, data, time or channels. Use a new key for a new event.`
  return { index, code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey', message }
}

function refuse(problems: Problem[], pathOf: (index: number) => string): UserErrors {
  const inOrder = problems.sort((one, other) => one.index - other.index)
  return new UserErrors(
    inOrder.map(({ index, code, message, field }) => problem(code, message, `${pathOf(index)}.${field}`)),
  )
}
