import { randomUUID } from 'node:crypto'

/**
 * JSON kept as the text it was written in. JavaScript's own values can't hold it: `1.0`, `12345678901234567890` and the
 * order of keys like "2", "1" would change on the way to the receiver.
 */
export class JsonText {
  readonly text: string

  /** `text` must be valid JSON. */
  constructor(text: string) {
    this.text = text
  }

  static of(value: unknown): JsonText {
    return new JsonText(JSON.stringify(value))
  }

  /** The value, with what JavaScript can't hold rounded; for checks, not for sending. */
  get value(): unknown {
    return JSON.parse(this.text)
  }

  /** JSON.stringify writes numbers as they were; the order of number-like keys may change. */
  toJSON(): unknown {
    return standIns ? standIns.for(this.text) : JSON.parse(this.text, keepNumberText)
  }
}

/**
 * JSON.stringify with each JsonText in it written as it is. The text is not read, so that megabytes of it cost no more
 * than their copying.
 */
export function stringifyWithTexts(value: unknown): string {
  const used = (standIns = new StandIns())
  let json: string
  try {
    json = JSON.stringify(value)
  } finally {
    standIns = null
  }
  return used.replacedIn(json)
}

/** Set while stringifyWithTexts runs, which nothing interrupts. */
let standIns: StandIns | null = null

/** Strings that nobody can have written, each in the place of a text. */
class StandIns {
  readonly #texts: string[] = []
  #name: string | undefined

  for(text: string): string {
    this.#name ??= randomUUID()
    return `${this.#name}:${this.#texts.push(text) - 1}`
  }

  replacedIn(json: string): string {
    if (!this.#name) return json
    return json.replace(new RegExp(`"${this.#name}:(\\d+)"`, 'g'), (_, index) => this.#texts[Number(index)]!)
  }
}

/** `JSON.parse` source access and `JSON.rawJSON`: in Node since 21, not yet in TypeScript's library. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }

function keepNumberText(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined || String(value) === context.source)
    return value
  return rawJSON(context.source)
}
