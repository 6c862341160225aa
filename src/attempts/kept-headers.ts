type Headers = [name: string, value: string][]

/** Most headers that are kept: servers send some tens, and thousands of empty ones would take long to read and to show. */
const MAXIMUM_HEADERS = 200
/** Most characters that their names and values have. */
const MAXIMUM_CHARACTERS = 64 * 1024

/** Those of an answer's headers that its log entry has: the first ones; the one that passes the bound is cut. */
export function keptHeaders(headers: Headers): Headers {
  const first = headers.slice(0, MAXIMUM_HEADERS)
  let room = MAXIMUM_CHARACTERS
  const passing = first.findIndex(([name, value]) => (room -= name.length + value.length) < 0)
  if (passing < 0) return first
  const [name, value] = first[passing]!
  const cut: [string, string] = [name.slice(0, room + name.length + value.length), value.slice(0, room)]
  return [...first.slice(0, passing), cut]
}
