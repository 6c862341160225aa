import pRetry from 'p-retry'
import {
  DELIVERY_WINDOW_MS,
  RECORDING_PATIENCE_MS,
  type AttemptInput,
  type AttemptResult,
} from '../../workflows/contract.ts'
import { beginAttempt, type BegunAttempt } from './begin-attempt.ts'
import { buildDeliveryRequest } from './build-request.ts'
import { describeDecision } from './describe-decision.ts'
import { endDelivery } from '../deliveries/end-delivery.ts'
import { noteHold } from './note-hold.ts'
import { judgeAnswer, type SendResult } from './judge-answer.ts'
import { recordAttempt, type EndedAttempt } from './record-attempt.ts'
import { retryAfterMs } from './retry-after.ts'
import { decideRetry } from './decide-retry.ts'
import { liveSecrets, openSecret } from '../secrets/webhook-secrets.ts'
import type { ActivityDeps } from './deps.ts'

/** A paused webhook's attempt asks again after this time. */
const PAUSED_MS = 60_000

/** A busy webhook's asks again after as long as its attempts take, within these bounds, and up to as long again. */
const BUSY_MS = { least: 2_000, most: 30_000 }

/** Temporal fails the activity by itself when a delay would pass the window's end. */
const HELD_MARGIN_MS = 5_000

/** 410 Gone: the receiver wants nothing more, so its webhook is disabled. */
const GONE = 410

/**
 * Makes one attempt: begins it in Postgres, sends the signed request, judges the answer, decides what comes next and
 * records all that. Throws only when Postgres can't be reached.
 */
export async function attemptDelivery(deps: ActivityDeps, input: AttemptInput): Promise<AttemptResult> {
  const { database, log, notify, settings } = deps
  const beginning = await beginAttempt(database, input, settings.ATTEMPTS_PER_WEBHOOK)
  if (beginning.kind === 'unknown') {
    log.error({ ...input }, UNKNOWN)
    return { kind: 'unknown', message: UNKNOWN }
  }
  if (beginning.kind === 'ended')
    return { kind: 'ended', message: `The delivery is ${beginning.status}; nothing was sent.` }
  if (beginning.kind === 'unwanted') {
    const { deliveryId, run } = input
    await endDelivery(database, { deliveryId, run, status: 'CANCELED', decision: beginning.decision })
    return { kind: 'ended', message: beginning.decision }
  }
  if (beginning.kind === 'paused') return hold(deps, input, 'The webhook is paused.', PAUSED_MS)
  if (beginning.kind === 'busy') {
    const message = 'As many attempts as the webhook may have are on their way.'
    return hold(deps, input, message, busyDelayMs(beginning.oldestMs))
  }

  const { attempt } = beginning
  const startedAt = new Date()
  const result = await send(deps, input.deliveryId, attempt, startedAt)
  const finishedAt = new Date()

  const judgement = judgeAnswer(result)
  const gone = result.response?.statusCode === GONE
  const decision =
    judgement.succeeded || gone
      ? null
      : decideRetry({
          retryPolicy: input.retryPolicy,
          retryCount: attempt.retryCount,
          elapsedMs: input.elapsedMs + finishedAt.getTime() - startedAt.getTime(),
          retryAfterMs: retryAfterMs(result.response?.headers ?? [], finishedAt),
          random: Math.random(),
        })
  const nextAttemptAt = decision?.kind === 'retry' ? new Date(finishedAt.getTime() + decision.delayMs) : null
  const ended: EndedAttempt = {
    deliveryId: input.deliveryId,
    run: input.run,
    organizationId: attempt.organizationId,
    webhookId: attempt.webhookId,
    eventType: attempt.eventType,
    number: attempt.number,
    trigger: attempt.trigger,
    outcome: judgement.succeeded ? 'SUCCEEDED' : 'FAILED',
    result,
    error: judgement.error,
    decision: describeDecision(judgement, decision, nextAttemptAt),
    nextAttemptAt,
    startedAt,
    finishedAt,
    goneVersion: gone ? attempt.targetVersion : undefined,
  }
  const status = await record(deps, ended)
  if (status === null) {
    log.error(wideLine(ended), `${UNKNOWN} The attempt can't be recorded.`)
    return { kind: 'unknown', message: UNKNOWN }
  }
  notify.attemptLogged(ended)
  log.info({ ...wideLine(ended), status }, 'attempt')

  const message = judgement.error ? `${judgement.error.message} ${ended.decision}` : ended.decision
  if (judgement.succeeded) return { kind: 'delivered', message }
  if (status === 'CANCELED' || status === 'SUCCEEDED')
    return {
      kind: 'ended',
      message: `The delivery was ${status} while an attempt was on its way; it failed.`,
    }
  if (decision?.kind === 'retry') return { kind: 'retry', message, delayMs: decision.delayMs }
  return { kind: 'failed', message }
}

const UNKNOWN =
  'Postgres has no such delivery: it was restored to a time before the event was published. Nothing more is sent.'

/** Signs and sends. A request that can't be made, as when its secret's key is missing, is a failed attempt like any. */
async function send(
  deps: ActivityDeps,
  deliveryId: string,
  attempt: BegunAttempt,
  attemptedAt: Date,
): Promise<SendResult> {
  const { dialects, keyring, outbound, log } = deps
  let request
  try {
    request = buildDeliveryRequest({
      dialect: dialects.get(attempt.dialect)!,
      envelope: { ...attempt, deliveryId },
      url: attempt.url,
      headers: attempt.headers,
      secrets: liveSecrets(attempt.secrets, attemptedAt).map((secret) =>
        openSecret(keyring, attempt.webhookId, secret),
      ),
      attemptedAt,
    })
  } catch (error) {
    log.error({ err: error, deliveryId, webhookId: attempt.webhookId }, 'A request could not be made.')
    return NOT_SENT
  }
  return outbound.post(request)
}

const NOT_SENT: SendResult = {
  response: null,
  error: {
    kind: 'NOT_SENT',
    message:
      "The request could not be made, so nothing was sent. The worker's log says why; its operator has to act.",
  },
  resent: false,
  remoteAddress: null,
  latency: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 0 },
}

/** The answer is here and must not be lost: waits for Postgres. Null: Postgres has no such delivery. */
function record({ database, log }: ActivityDeps, ended: EndedAttempt) {
  return pRetry(() => recordAttempt(database, ended), {
    retries: Infinity,
    minTimeout: 100,
    maxTimeout: 5_000,
    maxRetryTime: RECORDING_PATIENCE_MS,
    onFailedAttempt({ error }) {
      log.warn({ ...wideLine(ended), err: error }, 'The attempt could not be recorded yet; trying again.')
    },
  })
}

/** Attempts that hang make room late, and many may wait for it: each look costs a statement and an activity's run. */
function busyDelayMs(oldestMs: number): number {
  const { least, most } = BUSY_MS
  return Math.round(Math.min(Math.max(oldestMs, least), most) * (1 + Math.random()))
}

/** Nothing was sent and nothing is logged: the attempt is still to be made, and counts when it is. */
async function hold(
  { database }: ActivityDeps,
  { deliveryId, run, elapsedMs }: AttemptInput,
  message: string,
  delayMs: number,
): Promise<AttemptResult> {
  if (elapsedMs + delayMs < DELIVERY_WINDOW_MS - HELD_MARGIN_MS) {
    await noteHold(database, { deliveryId, run, decision: message, delayMs })
    return { kind: 'retry', message, delayMs }
  }
  const decision = `${message} The 24 hours are over.`
  await endDelivery(database, { deliveryId, run, status: 'FAILED', decision })
  return { kind: 'failed', message: decision }
}

/** Every id and the decision in one log line. */
function wideLine({ result, error, ...ended }: EndedAttempt) {
  return {
    ...ended,
    statusCode: result.response?.statusCode,
    error: error?.kind,
    totalMs: result.latency.totalMs,
    resent: result.resent || undefined,
  }
}
