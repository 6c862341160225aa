import type { DestinationStream } from 'pino'

interface LogLine {
  /** ISO 8601. */
  time: string
  level: string
  msg: string
  err?: { message: string }
  [field: string]: unknown
}

/** Turns pino's JSON lines into readable ones for `npm start`; `api` and `worker` write JSON. */
export function readableLines(print: (line: string) => void): DestinationStream {
  return { write: (line) => print(readableLine(JSON.parse(line) as LogLine)) }
}

/** One log line in words; an attempt in columns. */
function readableLine(line: LogLine): string {
  const time = line.time.slice(11, 23)
  const columns = COLUMNS[line.msg]
  return `${time}  ${columns ? columns(line) : sentence(line)}`
}

const COLUMNS: Record<string, (line: LogLine) => string> = {
  attempt: attemptColumns,
  request: requestColumns,
}

function requestColumns(line: LogLine): string {
  const { fields, operation, organizationId, statusCode, totalMs, errors } = line as LogLine & RequestFields
  return [
    fields ?? 'request',
    operation,
    organizationId,
    String(statusCode),
    `${Math.round(totalMs)} ms`,
    errors && JSON.stringify(errors),
  ]
    .filter((column) => column !== undefined)
    .join('  ')
}

/** As src/graphql/request-line.ts writes them. */
interface RequestFields {
  fields?: string
  operation?: string
  organizationId?: string
  statusCode: number
  totalMs: number
  errors?: string[]
}

function attemptColumns(line: LogLine): string {
  return [
    `${String(line['eventType'])} to ${String(line['webhookId'])}`,
    `attempt ${String(line['number'])}`,
    String(line['statusCode'] ?? line['error']),
    `${Math.round(Number(line['totalMs']))} ms`,
    String(line['decision']),
  ].join('  ')
}

/** What a single process on this machine need not say in each line. */
const SAID = ['time', 'role', 'host', 'version']

function sentence({ level, msg, err, ...fields }: LogLine): string {
  const rest = Object.entries(fields).filter(([name]) => !SAID.includes(name))
  const details = rest.length > 0 ? ` ${JSON.stringify(Object.fromEntries(rest))}` : ''
  return `${/^(info|debug|trace)$/.test(level) ? level : level.toUpperCase()}  ${msg}${err ? ` ${err.message}` : ''}${details}`
}
