import { parseTree, type Node } from 'jsonc-parser'

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

/** The source text of objects and arrays parsed by `parseJsonKeepingText`. */
const textOfObject = new WeakMap<object, string>()

/**
 * Parses JSON so that `jsonTextOf` can give back the exact text of any object or array in it. Throws a SyntaxError.
 */
export function parseJsonKeepingText(text: string): unknown {
  JSON.parse(text) // jsonc-parser is lenient; JSON is not.
  return build(parseTree(text)!, text)
}

function build(node: Node, text: string): unknown {
  const source = text.slice(node.offset, node.offset + node.length)
  if (node.type === 'array') {
    const array = (node.children ?? []).map((child) => build(child, text))
    textOfObject.set(array, source)
    return array
  }
  if (node.type === 'object') {
    const object: Record<string, unknown> = {}
    for (const { children } of node.children ?? []) {
      // defineProperty: a key "__proto__" is data, not a prototype.
      Object.defineProperty(object, children![0]!.value, {
        value: build(children![1]!, text),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
    textOfObject.set(object, source)
    return object
  }
  return node.value
}

/** The text a value parsed by `parseJsonKeepingText` was written in; of other values, what JSON.stringify writes. */
export function jsonTextOf(value: unknown): JsonText {
  const text = typeof value === 'object' && value !== null ? textOfObject.get(value) : undefined
  return text === undefined ? JsonText.of(value) : new JsonText(text)
}
