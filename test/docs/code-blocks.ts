/** A fenced block of a Markdown text. */
export interface CodeBlock {
  /** What is written behind the fence: `sh`, `json`. */
  language: string
  text: string
}

/** The blocks of the section under `heading`, in order. */
export function codeBlocks(markdown: string, heading: string): CodeBlock[] {
  const [, after] = markdown.split(`\n${heading}\n`)
  if (after === undefined) throw new Error(`There is no section "${heading}".`)
  const [section] = after.split(/\n## /)
  return [...section!.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
    language: language!,
    text: text!,
  }))
}

/** The same JSON with what differs from run to run taken out: ids, cursors, instants, durations. */
export function normalized(json: string): unknown {
  return JSON.parse(json, (key, value: unknown) => {
    if (key === 'totalMs') return 'milliseconds'
    if (key === 'cursor') return 'cursor'
    if (typeof value !== 'string') return value
    return value
      .replace(/\b(wh|wd|evt)_[0-9A-Z…]+/g, '$1_')
      .replace(/\bwhsec_[\w…+/=-]+/g, 'whsec_')
      .replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/, 'instant')
      .replace(/in \d+ s\b/, 'in some seconds')
  })
}
