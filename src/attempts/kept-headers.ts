type Headers = [name: string, value: string][]

/** Maximum of headers that are kept. Servers send a few dozen; thousands of empty ones would be slow to read and to show. */
const MAXIMUM_HEADERS = 200
/** Maximum of characters of their names and values together. */
const MAXIMUM_CHARACTERS = 64 * 1024

/** The answer's headers that the log keeps: the first ones, up to both limits. A header that exceeds the limit is cut. */
export function keptHeaders(headers: Headers): Headers {
  const first = headers.slice(0, MAXIMUM_HEADERS)
  let remaining = MAXIMUM_CHARACTERS
  const exceeding = first.findIndex(([name, value]) => (remaining -= name.length + value.length) < 0)
  if (exceeding < 0) return first
  const [name, value] = first[exceeding]!
  const cut: [string, string] = [
    whole(name.slice(0, remaining + name.length + value.length)),
    whole(value.slice(0, remaining)),
  ]
  return [...first.slice(0, exceeding), cut]
}

/** Without half a character at its end, which Postgres does not store. */
const whole = (text: string): string => (text.isWellFormed() ? text : text.slice(0, -1))
