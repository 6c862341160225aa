import type { ForwardResult } from './forward.ts'
import type { Terminal } from '../terminal.ts'
import type { RequestToForward } from './request-to-forward.ts'

/** One line for one request: when, what, the answer, how long, which attempt. */
export function describeForwarded(
  { eventType, deliveryId }: Pick<RequestToForward, 'eventType' | 'deliveryId'>,
  { response, error, latency }: Pick<ForwardResult, 'response' | 'error' | 'latency'>,
  terminal: Terminal,
): string {
  const statusCode = response?.statusCode ?? null
  const failure = error?.kind === 'BODY_TRUNCATED' ? null : error
  const succeeded = failure === null && statusCode !== null && statusCode >= 200 && statusCode < 300
  const answer = String(failure?.kind ?? statusCode)
  return [
    terminal.paint('dim', new Date().toTimeString().slice(0, 8)),
    eventType.padEnd(24),
    terminal.paint(succeeded ? 'green' : 'red', answer.padEnd(3)),
    `${Math.round(latency.totalMs)} ms`,
    deliveryId,
    ...(error ? [error.message] : []),
  ].join('  ')
}
