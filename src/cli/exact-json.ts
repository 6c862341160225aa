/** What newer engines than TypeScript's types have: numbers as they were written, `1.0`, or with thirty digits. */
const engine = JSON as unknown as {
  rawJSON?(text: string): unknown
  isRawJSON?(value: unknown): boolean
  parse(
    text: string,
    reviver: (key: string, value: unknown, context?: { source: string }) => unknown,
  ): unknown
}

/**
 * Parses JSON so that JSON.stringify writes its numbers as they were: durahook delivers data as it was published. On Node 20, which
 * can't, they are plain numbers. @throws SyntaxError
 */
export const parseExactly = (text: string): unknown =>
  engine.parse(text, (_key, value, context) =>
    typeof value === 'number' && context && engine.rawJSON ? engine.rawJSON(context.source) : value,
  )

/** Whether a parsed value is an object or array, and no number as it was written. */
export const hasMembers = (value: unknown): value is Record<string, unknown> | unknown[] =>
  typeof value === 'object' && value !== null && !engine.isRawJSON?.(value)
