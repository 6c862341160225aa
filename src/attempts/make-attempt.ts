import { setTimeout as delay } from 'node:timers/promises'
import pRetry from 'p-retry'
import { RECORDING_PATIENCE_MS, type AttemptInput, type AttemptResult } from '../../workflows/contract.ts'
import { endDelivery } from '../deliveries/end-delivery.ts'
import type { AttemptDeps } from './attempt-deps.ts'
import { beginAttempt, type AttemptBeginning, type BegunAttempt } from './begin-attempt.ts'
import { decideRetry } from '../retries/decide-retry.ts'
import { describeDecision } from './describe-decision.ts'
import { judgeAnswer } from './judge-answer.ts'
import { deadlineMsOf, retriesOf } from '../retries/own-policy.ts'
import { postponeAttempt } from './postpone-attempt.ts'
import { recordAttempt, type EndedAttempt } from './record-attempt.ts'
import { countAttempt } from './count-attempt.ts'
import { quietMsOf } from '../health/quiet.ts'
import { retryAfterMs } from '../retries/retry-after.ts'
import { sendRequest } from './send-request.ts'
import { startAttemptSpan } from './attempt-span.ts'

/** 410 Gone: the receiver wants no more events, so its webhook is disabled. */
const GONE = 410

/**
 * Makes one attempt: begins it in Postgres, sends the signed request, judges the answer, decides on a retry and records the
 * result. Throws only when Postgres can't be reached.
 */
export async function makeAttempt(deps: AttemptDeps, input: AttemptInput): Promise<AttemptResult> {
  const beginning = await beginAttempt(deps.database, input, deps.settings.ATTEMPTS_PER_WEBHOOK)
  return beginning.kind === 'begun'
    ? completeAttempt(deps, input, beginning.attempt)
    : resultWithoutAttempt(deps, input, beginning)
}

/** Makes an attempt that was begun: as makeAttempt after the beginning. */
export async function completeAttempt(
  deps: AttemptDeps,
  input: Omit<AttemptInput, 'trigger' | 'isRetry'>,
  attempt: BegunAttempt,
): Promise<AttemptResult> {
  const { deliveryId, run } = input
  const { organizationId, webhookId, eventType, number, trigger, ownPolicy } = attempt

  if (attempt.waitMs > 0) await delay(attempt.waitMs)
  const startedAt = new Date()
  const span = startAttemptSpan(deliveryId, attempt, startedAt)
  const result = await sendRequest(deps, deliveryId, attempt, startedAt, span.traceparent)
  const finishedAt = new Date()
  span.end(result, finishedAt)
  if (result.error?.kind.startsWith('TIMEOUT')) {
    deps.timedOut(organizationId)
    await deps.spreadTimeouts.hold(organizationId)
  }
  const decidedAt = new Date()

  const judgement = judgeAnswer(result)
  const gone = judgement.statusCode === GONE
  const requestedMs = retryAfterMs(result.response?.headers ?? [], finishedAt)
  const quietMs = judgement.succeeded ? null : quietMsOf(judgement.statusCode, requestedMs, Math.random())
  // A receiver that asks for less gets no other in its place before that is recorded.
  if (quietMs === null && !gone) deps.answered(deliveryId)
  const decision =
    judgement.succeeded || gone
      ? null
      : decideRetry({
          retryPolicy: input.retryPolicy && retriesOf(ownPolicy, input.retryPolicy),
          retryCount: attempt.retryCount,
          elapsedMs: input.elapsedMs + decidedAt.getTime() - startedAt.getTime(),
          deadlineMs: deadlineMsOf(ownPolicy),
          retryAfterMs: requestedMs,
          random: Math.random(),
        })
  const nextAttemptAt = decision?.kind === 'retry' ? new Date(decidedAt.getTime() + decision.delayMs) : null

  const ended: EndedAttempt = {
    deliveryId,
    run,
    organizationId,
    webhookId,
    eventType,
    number,
    trigger,
    outcome: judgement.succeeded ? 'SUCCEEDED' : 'FAILED',
    result,
    error: judgement.error,
    decision: describeDecision(
      judgement,
      decision,
      nextAttemptAt,
      quietMs === null ? null : new Date(finishedAt.getTime() + quietMs),
    ),
    nextAttemptAt,
    startedAt,
    finishedAt,
    targetVersion: attempt.targetVersion,
    gone,
    quietMs,
  }
  const recorded = await record(deps, ended)
  if (recorded === null) return unknownDelivery(deps, logLine(ended))
  const { status, told, freed } = recorded
  deps.notify.attemptLogged(ended)
  if (told) deps.told()
  if (freed) deps.freed()
  countAttempt(ended)
  deps.log.info({ ...logLine(ended), status, traceId: span.traceId }, 'attempt')

  const message = judgement.error ? `${judgement.error.message} ${ended.decision}` : ended.decision
  if (judgement.succeeded) return { kind: 'delivered', message }
  if (status === 'CANCELED' || status === 'SUCCEEDED') {
    return {
      kind: 'ended',
      message: `The delivery was ${status} while an attempt was on its way; it failed.`,
    }
  }
  if (decision?.kind === 'retry') return { kind: 'retry', message, delayMs: decision.delayMs }
  return { kind: 'failed', message }
}

/** Ends or postpones the delivery of an attempt that could not begin. */
async function resultWithoutAttempt(
  deps: AttemptDeps,
  input: AttemptInput,
  beginning: Exclude<AttemptBeginning, { kind: 'begun' }>,
): Promise<AttemptResult> {
  const { deliveryId, run } = input
  switch (beginning.kind) {
    case 'unknown':
      return unknownDelivery(deps, input)
    case 'ended':
      return { kind: 'ended', message: `The delivery is ${beginning.status}; nothing was sent.` }
    case 'impossible': {
      const { status, decision } = beginning
      await endDelivery(deps.database, { deliveryId, run, status, decision })
      return { kind: status === 'FAILED' ? 'failed' : 'ended', message: decision }
    }
    case 'held':
      return { kind: 'ended', message: beginning.message }
    case 'paused':
    case 'busy':
      return postponeAttempt(deps, input, beginning)
  }
}

function unknownDelivery({ log }: AttemptDeps, details: object): AttemptResult {
  const message =
    'Postgres has no such delivery: it was restored to a time before the event was published. Nothing more is sent.'
  log.error({ ...details }, message)
  return { kind: 'unknown', message }
}

/** Records the attempt. Retries while Postgres fails, to keep the answer. Null if Postgres has no such delivery. */
function record({ database, log }: AttemptDeps, ended: EndedAttempt) {
  return pRetry(() => recordAttempt(database, ended), {
    retries: Infinity,
    minTimeout: 100,
    maxTimeout: 5_000,
    maxRetryTime: RECORDING_PATIENCE_MS,
    onFailedAttempt({ error }) {
      log.warn({ ...logLine(ended), err: error }, 'The attempt could not be recorded yet; trying again.')
    },
  })
}

/** The fields of an attempt's line in the worker's log. */
function logLine({ result, error, ...ended }: EndedAttempt) {
  return {
    ...ended,
    statusCode: result.response?.statusCode,
    error: error?.kind,
    totalMs: result.latency.totalMs,
    resent: result.resent || undefined,
  }
}
