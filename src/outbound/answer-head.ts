import { AnswerFault } from './answer-fault.ts'

/** Status line and headers of an answer, and where its body ends. */
export interface AnswerHead {
  statusCode: number
  /** In the order and spelling received; a value folded over several lines is joined with blanks. */
  headers: [name: string, value: string][]
  /** Bytes of the body, or how its end is told. */
  body: number | 'chunked' | 'until close'
  /** Nothing in it can be read in two ways, and the receiver does not say that it closes the connection. */
  reusable: boolean
}

const STATUS_LINE = /^HTTP\/\d(?:\.\d)? +([1-9]\d\d)(?: |$)/i
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/
/** Control characters but the tab (RFC 9110, section 5.5). */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/

/**
 * Reads a head as Go's net/http and curl do, which is more than RFC 9112 allows a server: folded values, blanks around
 * names, odd characters, the same Content-Length again, a Content-Length beside chunks. Whatever is odd takes
 * `reusable` away: the next answer on the connection could begin elsewhere for somebody else on the way.
 *
 * @param lines a status line that `requireStatusLine` took, and header lines, as Latin-1, without line ends and the empty line.
 * @param strictLines false when a line did not end in CRLF.
 * @throws AnswerFault
 */
export function parseAnswerHead(lines: readonly string[], strictLines: boolean): AnswerHead {
  const status = STATUS_LINE.exec(lines[0]!)!
  const statusCode = Number(status[1])
  const head: AnswerHead = {
    statusCode,
    headers: [],
    body: 'until close',
    reusable: strictLines && lines[0]!.startsWith('HTTP/1.1 '),
  }
  for (let index = 1; index < lines.length; index += 1) addLine(head, lines[index]!)

  const lengths = new Set<string>()
  const codings: string[] = []
  let framings = 0
  for (const [name, value] of head.headers) {
    // By length first: this runs for each header of each answer.
    if (name.length === 14 && name.toLowerCase() === 'content-length') {
      // RFC 9110, section 8.6, lets proxies join several into "5, 5".
      for (const length of list(value)) {
        framings += 1
        lengths.add(length)
      }
    } else if (name.length === 17 && name.toLowerCase() === 'transfer-encoding') {
      framings += 1
      codings.push(...list(value.toLowerCase()))
    } else if (name.length === 10 && name.toLowerCase() === 'connection') {
      if (list(value.toLowerCase()).includes('close')) head.reusable = false
    }
  }
  if (lengths.size > 1) throw new AnswerFault('its Content-Length headers differ')
  if (framings > 1) head.reusable = false

  const [length] = lengths
  const applied = codings.filter((coding) => coding !== 'identity')
  if (statusCode === 204 || statusCode === 304) head.body = 0
  else if (applied.at(-1) === 'chunked') head.body = 'chunked'
  else if (applied.length === 0 && length !== undefined) head.body = bodyLength(length)
  if (codings.length > 0 && codings.join() !== 'chunked') head.reusable = false
  if (head.body === 'until close') head.reusable = false
  return head
}

/** @throws AnswerFault when `text`, the first line or, if not `complete`, its first bytes, begins no answer. */
export function requireStatusLine(text: string, complete: boolean): void {
  const start = 'HTTP/'
  // Blank lines may come first.
  if (complete ? STATUS_LINE.test(text) : /^\r?\n/.test(text) || text === '\r') return
  if (!complete && start.startsWith(text.slice(0, start.length).toUpperCase())) return
  throw new AnswerFault('it does not begin with a status line such as "HTTP/1.1 200 OK"')
}

function addLine(head: AnswerHead, line: string): void {
  // Nothing that keeps answers takes it: C strings, Postgres.
  if (line.includes('\0')) throw new AnswerFault('there is a NUL character in its headers')
  if (CONTROL.test(line)) head.reusable = false
  const first = line[0]
  if (first === ' ' || first === '\t') {
    const folded = head.headers.at(-1)
    if (!folded) throw new AnswerFault('its first header line begins with a blank')
    folded[1] = `${folded[1]} ${tidy(line)}`.trim()
    head.reusable = false
    return
  }
  const colon = line.indexOf(':')
  if (colon < 0) throw new AnswerFault('one of its header lines has no colon')
  const name = line.slice(0, colon)
  if (!TOKEN.test(name)) head.reusable = false
  head.headers.push([name.trimEnd(), tidy(line.slice(colon + 1))])
}

/** A CR that ends no line is read as a blank (RFC 9112, section 2.2). */
function tidy(value: string): string {
  return value.replaceAll('\r', ' ').trim()
}

function bodyLength(text: string): number {
  const length = /^\d+$/.test(text) ? Number(text) : NaN
  if (Number.isSafeInteger(length)) return length
  throw new AnswerFault('its Content-Length is not a number')
}

function list(value: string): string[] {
  return value.split(',').map((item) => item.trim())
}
