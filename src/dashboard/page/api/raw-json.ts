/** JSON to be sent exactly as written: `1.0` stays `1.0`. The text must be valid JSON. */
export class RawJson {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** JSON.stringify, with each RawJson replaced by its own text. */
export function stringifyRaw(value: unknown): string {
  const texts: string[] = []
  const mark = `raw-${crypto.getRandomValues(new Uint32Array(4)).join('-')}-`
  const json = JSON.stringify(value, (_key, part: unknown) =>
    part instanceof RawJson ? mark + String(texts.push(part.text) - 1) : part,
  )
  return texts.reduce((all, text, index) => all.replace(`"${mark}${index}"`, () => text), json)
}
