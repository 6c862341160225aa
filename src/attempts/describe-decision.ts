import type { Judgement } from './judge-answer.ts'
import type { RetryDecision } from '../retries/decide-retry.ts'

/**
 * A sentence for people: what was decided after an attempt. The log keeps it, so it gives the time of the next attempt, not
 * the delay. `decision` is null after a success and after 410 Gone. `quietUntil`: until when the receiver asked for no requests.
 */
export function describeDecision(
  { succeeded, statusCode }: Judgement,
  decision: RetryDecision | null,
  nextAttemptAt: Date | null,
  quietUntil: Date | null,
): string {
  if (succeeded) return `Delivered: the receiver answered ${statusCode}.`
  if (!decision)
    return 'No more attempts: the receiver is gone. Its webhook is disabled, unless it was changed or enabled meanwhile.'
  const next =
    decision.kind === 'failed'
      ? `It was the last attempt: ${decision.reason}.`
      : `The next attempt was set for ${inSeconds(nextAttemptAt!)}.`
  return quietUntil === null
    ? next
    : `${next} All that waits for the webhook is held until ${inSeconds(quietUntil)}: its receiver asked for it.`
}

const inSeconds = (time: Date) => `${time.toISOString().slice(0, 19)}Z`
