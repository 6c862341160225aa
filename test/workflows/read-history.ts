import proto from '@temporalio/proto'

const { History } = proto.temporal.api.history.v1

/**
 * The SDK's own pair for this fails while npm gives it two copies of protobufjs; a file only has to be read by us.
 * Stack traces and worker names are left out: they tell of the machine, and replay does not look at them.
 */
export const historyToJson = (history: proto.temporal.api.history.v1.IHistory): string =>
  JSON.stringify(
    History.toObject(History.fromObject(history), { longs: String, enums: String, bytes: String }),
    (name, value: unknown) => (name === 'stackTrace' || name === 'identity' ? undefined : value),
  )
export const historyFromJson = (json: string) => History.fromObject(JSON.parse(json))

/** What a history kept as JSON says, all payloads in clear. */
export interface ReadHistory {
  /** Everything as text. */
  text: string
  /** Names of all fields of all values that workflow and activities were given or gave. */
  fields: Set<string>
}

export function readHistory(json: string): ReadHistory {
  const texts = [json]
  const fields = new Set<string>()
  const visit = (value: unknown, inPayload: boolean): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [name, inner] of Object.entries(value)) {
      if (inPayload && !Array.isArray(value)) fields.add(name)
      visit(inner, inPayload)
      if (name !== 'data' || typeof inner !== 'string' || inPayload) continue
      const decoded = Buffer.from(inner, 'base64').toString()
      texts.push(decoded)
      if (/^[[{]/.test(decoded)) visit(JSON.parse(decoded), true)
    }
  }
  visit(JSON.parse(json), false)
  return { text: texts.join('\n'), fields }
}
