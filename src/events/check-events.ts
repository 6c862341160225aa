import type { Database } from '../database/database.ts'
import type { Organization } from '../organizations/organization.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Dialects } from '../dialects/registry.ts'
import type { JsonText } from '../json/json-text.ts'
import type { Settings } from '../settings/settings.ts'
import { dataRules, describeUnknownTypes } from './event-types.ts'
import type { SchemaCheck } from '../schemas/schema-check.ts'

export interface CheckDeps {
  database: Database
  dialects: Dialects
  schemaCheck: SchemaCheck
  settings: Pick<Settings, 'MAXIMUM_PAYLOAD_BYTES'>
}

export type Refusal =
  | {
      code: 'UNKNOWN_EVENT_TYPE' | 'PAYLOAD_TOO_LARGE' | 'DATA_FAILS_SCHEMA' | 'INVALID_SCHEMA'
      /** The input field that is wrong. */
      field: 'type' | 'data'
      message: string
    }
  /** Nothing is wrong with it; it could not be checked. */
  | { code: 'RATE_LIMITED'; retryAfterSeconds: number }

/** Whether each of these events can be accepted; null: it can. Reads only the types named. */
export async function checkEvents(
  { database, dialects, schemaCheck, settings: { MAXIMUM_PAYLOAD_BYTES } }: CheckDeps,
  organization: Pick<Organization, 'id' | 'dialect'>,
  events: readonly { type: string; data: JsonText }[],
): Promise<(Refusal | null)[]> {
  const names = events.map(({ type }) => type)
  const rules = await dataRules(database, dialects, organization, names)
  const unknown = [...new Set(names)].filter((name) => !rules.has(name))
  const unknownTypes = await describeUnknownTypes(database, dialects, organization, unknown)
  /** What is said of all further events of a type: what is wrong with it, or that one of them took too much to check. */
  const given = new Map<string, Refusal>()
  const refusals: (Refusal | null)[] = []
  for (const { type, data } of events) refusals.push(given.get(type) ?? (await check(type, data)))
  return refusals

  async function check(type: string, data: JsonText): Promise<Refusal | null> {
    const rule = rules.get(type)
    if (!rule) return { code: 'UNKNOWN_EVENT_TYPE', field: 'type', message: unknownTypes.get(type)! }
    const bytes = Buffer.byteLength(data.text)
    if (bytes > MAXIMUM_PAYLOAD_BYTES) {
      const message = `The data has ${bytes} bytes; ${MAXIMUM_PAYLOAD_BYTES} are allowed. Send an id and let receivers fetch the rest.`
      return { code: 'PAYLOAD_TOO_LARGE', field: 'data', message }
    }
    const verdict = await schemaCheck.checkData(organization.id, rule, data)
    if (verdict.kind === 'fits') return null
    if (verdict.kind === 'later') return giveAll(type, { code: 'RATE_LIMITED', ...verdict })
    if (verdict.kind === 'unusable') {
      const message = `The schema of ${type} can not be used: ${verdict.problem}. Change it with updateEventType.`
      return giveAll(type, { code: 'INVALID_SCHEMA', field: 'type', message })
    }
    const message = `The data does not fit ${type}: ${verdict.problem}.`
    const refusal: Refusal = { code: 'DATA_FAILS_SCHEMA', field: 'data', message }
    return verdict.kind === 'too-dear' ? giveAll(type, refusal) : refusal
  }

  function giveAll(type: string, refusal: Refusal): Refusal {
    given.set(type, refusal)
    return refusal
  }
}

/** The channels an event concerns when the publisher names none: the one its data names, where the dialect has such a field. */
export function channelsOfData({ channel }: Dialect, data: JsonText): string[] {
  if (channel.dataField === null) return []
  const value = (data.value as Record<string, unknown> | null)?.[channel.dataField]
  return typeof value === 'string' ? [value] : []
}
