import type { Judgement } from './judge-answer.ts'
import type { RetryDecision } from './decide-retry.ts'

/**
 * A sentence for people: what was decided after an attempt. It is kept in the log, so it names the next attempt's time and
 * not how far away that is. `decision` is null where there was nothing to decide.
 */
export function describeDecision(
  { succeeded, statusCode }: Judgement,
  decision: RetryDecision | null,
  nextAttemptAt: Date | null,
): string {
  if (succeeded) return `Delivered: the receiver answered ${statusCode}.`
  if (!decision) return 'No more attempts, and the webhook is disabled: its receiver is gone.'
  if (decision.kind === 'failed') return `It was the last attempt: ${decision.reason}.`
  return `The next attempt was set for ${nextAttemptAt!.toISOString().slice(0, 19)}Z.`
}
