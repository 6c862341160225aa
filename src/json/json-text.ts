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

  /** JSON.stringify writes numbers as they were; the order of number-like keys may change. For answers of the API. */
  toJSON(): unknown {
    return JSON.parse(this.text, keepNumberText)
  }
}

/** `JSON.parse` source access and `JSON.rawJSON`: in Node since 21, not yet in TypeScript's library. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }

function keepNumberText(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined || String(value) === context.source)
    return value
  return rawJSON(context.source)
}
