import { AnswerFault } from './answer-fault.ts'

/** Status line and headers of an answer, and where its body ends. */
export interface AnswerHead {
  statusCode: number
  /** In the order and spelling received; a value folded over several lines is joined with blanks. */
  headers: [name: string, value: string][]
  /** Bytes of the body, or how its end is marked. */
  body: number | 'chunked' | 'until close'
  /** Whether the head is unambiguous, and the receiver does not announce that it closes the connection. */
  reusable: boolean
}

const STATUS_LINE = /^HTTP\/\d(?:\.\d)? +([1-9]\d\d)(?: |$)/i
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/
/** Control characters except tab (RFC 9110, section 5.5). */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/

/**
 * Reads a head as Go's net/http and curl do. They accept more than RFC 9112 allows: folded values, blanks around names,
 * unusual characters, a repeated Content-Length, a Content-Length beside chunks. Any of these clears `reusable`, because
 * a proxy on the way could see the next answer begin at another byte.
 *
 * @param lines a status line that `requireStatusLine` accepted, and header lines, as Latin-1, without line ends and
 *   without the empty line.
 * @param strictLines false if a line did not end in CRLF.
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
    // Compares the length first, for speed: this runs for each header of each answer.
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

/** @throws AnswerFault if `text` can't begin an answer. It is the first line, or only its first bytes if not `complete`. */
export function requireStatusLine(text: string, complete: boolean): void {
  const start = 'HTTP/'
  // Blank lines may come first.
  if (complete ? STATUS_LINE.test(text) : /^\r?\n/.test(text) || text === '\r') return
  if (!complete && start.startsWith(text.slice(0, start.length).toUpperCase())) return
  throw new AnswerFault('it does not begin with a status line such as "HTTP/1.1 200 OK"')
}

function addLine(head: AnswerHead, line: string): void {
  // NUL can't be stored in Postgres.
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
