import { RequestRefused } from './refusal.ts'

/** The headers of a request: those of fetch, of Node, or a plain object. Their case does not matter. */
export type RequestHeaders =
  | { get(name: string): string | null | undefined }
  | Readonly<Record<string, string | readonly string[] | undefined>>

/** Reads one header by its lower-case name; null: it is not there. Throws HEADER_REPEATED. */
export type ReadHeader = (name: string) => string | null

export function readerOf(headers: RequestHeaders): ReadHeader {
  if (isFetch(headers)) return (name) => headers.get(name) ?? null
  return (wanted) => {
    const values = Object.entries(headers)
      .filter(([name]) => name.toLowerCase() === wanted)
      .flatMap(([, value]) => value ?? [])
    if (values.length > 1)
      throw new RequestRefused('HEADER_REPEATED', `The header ${wanted} is there ${values.length} times.`)
    return values[0] ?? null
  }
}

const isFetch = (headers: RequestHeaders): headers is { get(name: string): string | null | undefined } =>
  typeof headers['get'] === 'function'
