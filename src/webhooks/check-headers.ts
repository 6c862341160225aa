import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { Dialect } from '../dialects/dialect.ts'
import { problem, type UserError } from '../words/user-errors.ts'

const MAXIMUM_HEADERS = 20
const MAXIMUM_HEADER_BYTES = 4_096

/** Headers that durahook or HTTP sets, and headers that control connections or intermediaries. */
const RESERVED = new Set([
  'accept-encoding',
  'baggage',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'date',
  'expect',
  'forwarded',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'te',
  'traceparent',
  'tracestate',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
])
const RESERVED_PREFIXES = ['proxy-', 'sec-']

/** The problems of a webhook's custom headers. */
export function checkHeaders(
  headers: readonly { name: string; value: string }[],
  dialects: readonly Dialect[],
): UserError[] {
  const problems: UserError[] = []
  const refuse = (code: 'HEADER_INVALID' | 'HEADER_RESERVED', message: string) =>
    problems.push(problem(code, message, 'input.headers'))
  const seen = new Set<string>()
  for (const { name, value } of headers) {
    const lower = name.toLowerCase()
    try {
      validateHeaderName(name)
      validateHeaderValue(name, value)
    } catch {
      refuse(
        'HEADER_INVALID',
        `"${name}" is not a header HTTP can carry: names are letters, digits and dashes, values one line of Latin text.`,
      )
    }
    // Header names of all dialects are reserved, so that a request can't look as if another system had signed it.
    if (
      RESERVED.has(lower) ||
      RESERVED_PREFIXES.some((prefix) => lower.startsWith(prefix)) ||
      dialects.some(({ headers: own }) => own.some((header) => header.name.toLowerCase() === lower))
    ) {
      refuse(
        'HEADER_RESERVED',
        `The header ${name} is set by durahook or by HTTP itself. Choose another name.`,
      )
    }
    if (seen.has(lower)) refuse('HEADER_INVALID', `The header ${name} is given twice.`)
    seen.add(lower)
  }
  const bytes = headers.reduce(
    (sum, { name, value }) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  )
  if (headers.length > MAXIMUM_HEADERS || bytes > MAXIMUM_HEADER_BYTES) {
    refuse(
      'HEADER_INVALID',
      `A webhook can have ${MAXIMUM_HEADERS} headers with ${MAXIMUM_HEADER_BYTES} bytes in all.`,
    )
  }
  return problems
}
