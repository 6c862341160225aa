import type { DestinationStream } from 'pino'

interface LogLine {
  time: number
  level: number
  msg: string
  err?: { message: string }
  [field: string]: unknown
}

const LEVELS: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
}

/** Turns pino's JSON lines into readable ones for `npm start`; `api` and `worker` write JSON. */
export function readableLines(print: (line: string) => void): DestinationStream {
  return { write: (line) => print(readableLine(JSON.parse(line) as LogLine)) }
}

/** One log line in words; an attempt in columns. */
function readableLine(line: LogLine): string {
  const time = new Date(line.time).toISOString().slice(11, 23)
  return `${time}  ${line.msg === 'attempt' ? attemptColumns(line) : sentence(line)}`
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

function sentence({ level, msg, err, time: _time, ...rest }: LogLine): string {
  const details = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : ''
  return `${LEVELS[level] ?? level}  ${msg}${err ? ` ${err.message}` : ''}${details}`
}
