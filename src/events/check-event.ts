import type { Dialect } from '../dialects/dialect.ts'
import type { JsonText } from '../json/json-text.ts'
import type { KnownEventType, SchemaCheck } from './event-types.ts'

export interface Refusal {
  code: 'UNKNOWN_EVENT_TYPE' | 'PAYLOAD_TOO_LARGE' | 'DATA_FAILS_SCHEMA'
  /** The input field that is wrong. */
  field: 'type' | 'data'
  message: string
}

/** Whether an event of this type with this data can be accepted; null: it can. */
export function checkEvent(
  types: readonly KnownEventType[],
  type: string,
  data: JsonText,
  schemaCheck: SchemaCheck,
  maximumBytes: number,
): Refusal | null {
  const known = types.find(({ name }) => name === type)
  if (!known) return { code: 'UNKNOWN_EVENT_TYPE', field: 'type', message: describeUnknownType(types, type) }
  const bytes = Buffer.byteLength(data.text)
  if (bytes > maximumBytes) {
    return {
      code: 'PAYLOAD_TOO_LARGE',
      field: 'data',
      message: `The data has ${bytes} bytes; ${maximumBytes} are allowed. Send an id and let receivers fetch the rest.`,
    }
  }
  const error = known.schema && schemaCheck.dataError(known.schema, data, known.builtIn)
  return error
    ? { code: 'DATA_FAILS_SCHEMA', field: 'data', message: `The data does not fit ${type}: ${error}.` }
    : null
}

export function describeUnknownType(types: readonly KnownEventType[], type: string): string {
  const names = types.map(({ name }) => name)
  const known =
    names.length > 0
      ? `Known are ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}.`
      : 'None is known.'
  return `There is no event type "${type}". ${known} Add it with createEventType.`
}

/** The channels an event concerns when the publisher names none: the one its data names, where the dialect has such a field. */
export function channelsOfData({ channel }: Dialect, data: JsonText): string[] {
  if (channel.dataField === null) return []
  const value = (data.value as Record<string, unknown> | null)?.[channel.dataField]
  return typeof value === 'string' ? [value] : []
}
