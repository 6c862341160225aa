import type { Organization } from '../organizations/organization.ts'
import type { JsonText } from '../json/json-text.ts'
import type { PublishPace } from './publish-pace.ts'
import { NoTimeToCheck } from '../schemas/no-time-to-check.ts'
import { tracePublish } from './publish-span.ts'
import { problem, UserErrors } from '../words/user-errors.ts'
import { channelsOfData, checkEvents, type CheckDeps, type Refusal } from './check-events.ts'
import {
  findKeyMatches,
  storeEvents,
  type AcceptedEvent,
  type PublishedEvent,
  type KeyMatch,
} from './store-events.ts'

const MAXIMUM_CHANNELS = 20
const MAXIMUM_KEY = 255

export interface PublishDeps extends CheckDeps {
  publishPace: PublishPace
  /** The span of the caller, as its request named it. */
  traceparent?: string | undefined
}

/** An event as its publisher sent it. */
export interface GivenEvent {
  type: string
  data: JsonText
  occurredAt?: Date | null | undefined
  /** Null or left out for the channels that the data names. */
  channels?: readonly string[] | null | undefined
  idempotencyKey?: string | null | undefined
}

interface Problem {
  /** Index of the event in the given order. */
  index: number
  code: Exclude<Refusal['code'], 'RATE_LIMITED'> | 'IDEMPOTENCY_KEY_REUSED' | 'INVALID'
  field: 'type' | 'data' | 'channels' | 'idempotencyKey'
  message: string
}

/**
 * Publishes events, all or none, and returns them in the given order. An idempotency key that was used before returns its
 * stored event again, even if the event would be refused today because its type has changed. Only refused events are looked
 * up by their key here, so that a new event needs no extra statement. Throws all problems as UserErrors, with the path that
 * `pathOf` gives for an event (`input`), NoTimeToCheck or TooFast. Nothing is stored then.
 */
export function publish(
  deps: PublishDeps,
  organization: Pick<Organization, 'id' | 'dialect' | 'searchIndexedSince'>,
  given: readonly GivenEvent[],
  pathOf: (index: number) => string,
): Promise<PublishedEvent[]> {
  return tracePublish(
    { organizationId: organization.id, events: given.length, caller: deps.traceparent },
    (traceparent) => publishTraced(deps, organization, given, pathOf, traceparent),
  )
}

async function publishTraced(
  deps: PublishDeps,
  organization: Pick<Organization, 'id' | 'dialect' | 'searchIndexedSince'>,
  given: readonly GivenEvent[],
  pathOf: (index: number) => string,
  traceparent: string | null,
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
  const matches = await matchRefused(deps, organization.id, events, refusals)

  const problems = given.flatMap(invalidFields)
  for (const [index, refusal] of refusals.entries()) {
    const match = matches.get(index)
    if (!refusal || match?.same) continue
    if (match) problems.push(keyReused(index, match.event.id))
    else if (refusal.code !== 'RATE_LIMITED') problems.push({ index, ...refusal })
    else throw new NoTimeToCheck(refusal.retryAfterSeconds)
  }
  if (problems.length > 0) throw refuse(problems, pathOf)

  const newIndexes = [...events.keys()].filter((index) => !matches.has(index))
  if (newIndexes.length > 0) await deps.publishPace.take(organization.id, newIndexes.length)
  const result = await storeEvents(
    deps.hot,
    organization.id,
    newIndexes.map((index) => events[index]!),
    organization.searchIndexedSince != null,
    traceparent,
  )
  if (result.kind === 'key-reused')
    throw refuse([keyReused(newIndexes[result.index]!, result.eventId)], pathOf)
  const isNew = result.events.filter(({ duplicate }) => !duplicate)
  if (isNew.length > 0)
    deps.publishPace.stored(
      organization.id,
      isNew.length,
      isNew.reduce((sum, { deliveries }) => sum + deliveries, 0),
    )
  const published = new Map(result.events.map((event, at) => [newIndexes[at]!, event]))
  for (const [index, { event }] of matches) published.set(index, { event, duplicate: true, deliveries: 0 })
  return [...events.keys()].map((index) => published.get(index)!)
}

/** The refused events whose idempotency key was used before, by their index. */
async function matchRefused(
  { hot }: CheckDeps,
  organizationId: string,
  events: readonly AcceptedEvent[],
  refusals: readonly (Refusal | null)[],
): Promise<Map<number, KeyMatch>> {
  const refused = [...events.keys()].filter(
    (index) => refusals[index] && events[index]!.idempotencyKey !== null,
  )
  if (refused.length === 0) return new Map()
  const matches = await findKeyMatches(
    hot,
    organizationId,
    refused.map((index) => events[index]!),
  )
  return new Map(refused.flatMap((index, at) => (matches[at] ? [[index, matches[at]] as const] : [])))
}

/** The problems of an event that don't depend on its type. */
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
