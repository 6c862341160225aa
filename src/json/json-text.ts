import { randomUUID } from 'node:crypto'

/**
 * JSON kept as its original text. Parsing and writing it again would change `1.0`, `12345678901234567890` and the order of
 * keys like "2", "1" before they reach the receiver.
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

  /** The parsed value, for checks only: numbers that JavaScript can't hold are rounded. */
  get value(): unknown {
    return JSON.parse(this.text)
  }

  /** JSON.stringify keeps the text of numbers; the order of number-like keys may change. */
  toJSON(): unknown {
    return placeholders ? placeholders.for(this.text) : JSON.parse(this.text, keepNumberText)
  }
}

/**
 * JSON.stringify that copies the text of each JsonText unchanged. The texts are not parsed, so large ones are cheap.
 */
export function stringifyWithTexts(value: unknown): string {
  const used = (placeholders = new Placeholders())
  let json: string
  try {
    json = JSON.stringify(value)
  } finally {
    placeholders = null
  }
  return used.replacedIn(json)
}

/** Set while stringifyWithTexts runs, which is synchronous. */
let placeholders: Placeholders | null = null

/** Strings that stand for the texts; a random id in them prevents a collision with the user's strings. */
class Placeholders {
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

/** `JSON.parse` source access and `JSON.rawJSON` are in Node since 21, but not yet in TypeScript's library. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }

function keepNumberText(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined || String(value) === context.source)
    return value
  return rawJSON(context.source)
}
