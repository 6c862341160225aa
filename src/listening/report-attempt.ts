import { judgeAnswer, type SendResult } from '../attempts/judge-answer.ts'
import { recordAttempt } from '../attempts/record-attempt.ts'
import type { Database } from '../database/database.ts'
import type { Notify } from '../database/notify.ts'
import type { Delivery } from '../deliveries/delivery.ts'
import type { Webhook } from '../webhooks/webhook.ts'

/** How a request that a listener made has ended. */
export interface ReportedAttempt {
  run: number
  number: number
  result: SendResult
}

/** What is decided after an attempt of a listener that failed. */
const NOT_RETRIED =
  'It was the last attempt: what a listener gets is not retried. Send it again when the local server is mended.'

/**
 * Records the attempt in the log as a worker does, and ends its delivery. A report of what has ended already changes nothing, unless
 * it is a late success. Nor does one of an attempt that was never begun, or that a restored Postgres does not know.
 */
export async function reportAttempt(
  { hot, notify }: { hot: Database; notify: Notify },
  { id: webhookId, targetVersion }: Pick<Webhook, 'id' | 'targetVersion'>,
  delivery: Delivery,
  { run, number, result }: ReportedAttempt,
): Promise<void> {
  const { id: deliveryId, organizationId, eventType } = delivery
  const now = Date.now()
  const judgement = judgeAnswer(result)
  const isUnderWay = delivery.attemptCount === number && delivery.attemptStartedAt !== null
  if (!isUnderWay && (number < 1 || number > delivery.attemptCount || delivery.status === 'SUCCEEDED')) return
  const startedAt = isUnderWay
    ? delivery.attemptStartedAt!
    : new Date(now - Math.round(result.latency.totalMs))
  // Of two clocks: Postgres had begun it.
  const finishedAt = new Date(Math.max(now, startedAt.getTime()))
  await recordAttempt(hot, {
    deliveryId,
    run,
    organizationId,
    webhookId,
    eventType: eventType!,
    number,
    trigger: delivery.attemptTrigger ?? delivery.trigger,
    outcome: judgement.succeeded ? 'SUCCEEDED' : 'FAILED',
    result,
    error: judgement.error,
    decision: judgement.succeeded ? `Delivered: the receiver answered ${judgement.statusCode}.` : NOT_RETRIED,
    nextAttemptAt: null,
    startedAt,
    finishedAt,
    targetVersion,
    gone: false,
    quietMs: null,
  })
  notify.attemptLogged({ webhookId, organizationId })
}
