import type { Judgement } from './judge-answer.ts'
import type { RetryDecision } from './retry-decision.ts'

/** A sentence for people: what was decided after an attempt. `decision` is null where there was nothing to decide. */
export function describeDecision(
  { succeeded, statusCode }: Judgement,
  decision: RetryDecision | null,
): string {
  if (succeeded) return `Delivered: the receiver answered ${statusCode}.`
  if (!decision) return 'No more attempts, and the webhook is disabled: its receiver is gone.'
  if (decision.kind === 'failed') return `It was the last attempt: ${decision.reason}.`
  return `The next attempt comes in ${describeDuration(decision.delayMs)}.`
}

/** `1 h 5 min`, `42 s`: the two largest units. */
function describeDuration(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000))
  const parts: [amount: number, unit: string][] = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ]
  const first = parts.findIndex(([amount]) => amount > 0)
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ')
}
