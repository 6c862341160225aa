import type { Database } from '../database/database.ts'
import type { Organization } from '../organizations/organization.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Dialects } from '../dialects/registry.ts'
import type { JsonText } from '../json/json-text.ts'
import type { Settings } from '../settings/settings.ts'
import { dataRules, describeUnknownTypes } from './event-types.ts'
import type { SchemaCheck } from '../schemas/schema-check.ts'

export interface CheckDeps {
  /** Opened with INDEX_PLANNING. */
  hot: Database
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
  /** The event could not be checked now; nothing is known to be wrong with it. */
  | { code: 'RATE_LIMITED'; retryAfterSeconds: number }

/** Checks whether events can be accepted, in their order: null if so. Reads only the event types they name. */
export async function checkEvents(
  { hot, dialects, schemaCheck, settings: { MAXIMUM_PAYLOAD_BYTES } }: CheckDeps,
  organization: Pick<Organization, 'id' | 'dialect'>,
  events: readonly { type: string; data: JsonText }[],
): Promise<(Refusal | null)[]> {
  const names = events.map(({ type }) => type)
  const rules = await dataRules(hot, dialects, organization, names)
  const unknown = [...new Set(names)].filter((name) => !rules.has(name))
  const unknownTypes = await describeUnknownTypes(hot, dialects, organization, unknown)
  /** Refusals of all further events of a type: because of the type, or because one of its events was too expensive to check. */
  const refusedTypes = new Map<string, Refusal>()
  const refusals: (Refusal | null)[] = []
  for (const { type, data } of events) refusals.push(refusedTypes.get(type) ?? (await check(type, data)))
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
    if (verdict.kind === 'later') return refuseType(type, { code: 'RATE_LIMITED', ...verdict })
    if (verdict.kind === 'unusable') {
      const message = `The schema of ${type} can not be used: ${verdict.problem}. Change it with updateEventType.`
      return refuseType(type, { code: 'INVALID_SCHEMA', field: 'type', message })
    }
    const message = `The data does not fit ${type}: ${verdict.problem}.`
    const refusal: Refusal = { code: 'DATA_FAILS_SCHEMA', field: 'data', message }
    return verdict.kind === 'too-expensive' ? refuseType(type, refusal) : refusal
  }

  function refuseType(type: string, refusal: Refusal): Refusal {
    refusedTypes.set(type, refusal)
    return refusal
  }
}

/** The channels of an event whose publisher names none: the channel in its data, if the dialect has such a field. */
export function channelsOfData({ channel }: Dialect, data: JsonText): string[] {
  if (channel.dataField === null) return []
  const value = (data.value as Record<string, unknown> | null)?.[channel.dataField]
  return typeof value === 'string' ? [value] : []
}
