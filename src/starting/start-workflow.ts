import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type Client,
} from '@temporalio/client'
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common'
import {
  DELIVERY_WINDOW_MS,
  LAST_ATTEMPT_MARGIN_MS,
  LAST_ATTEMPT_MS,
  type AttemptInput,
  type DeliverWebhookInput,
  type ResumeInput,
} from '../../workflows/contract.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Dialects } from '../dialects/registry.ts'
import { DELIVER_WEBHOOK, SEARCH_ATTRIBUTES, TASK_QUEUE } from '../words/temporal.ts'
import type { ClaimedDelivery } from './claim-deliveries.ts'
import { UnknownDialect } from './start-failure.ts'

export interface StartDeps {
  client: Client
  dialects: Dialects
}

/** A second start is refused, which counts as started. If the workflow has ended already, reconciling finds out. */
const FIRST_RUN = { workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE }

/**
 * A delivery that is sent again is a new run with the same id. The previous run may still be waiting for a retry that is
 * no longer needed, so it is terminated.
 */
const LATER_RUN = {
  workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
  workflowIdConflictPolicy: WorkflowIdConflictPolicy.TERMINATE_EXISTING,
}

/** Temporal accepts 400 bytes. */
const MAXIMUM_SUMMARY = 400

/**
 * Starts the workflow of a delivery's run, with the delivery's id. `eager`: the workflow begins in this process at once.
 * `delayed`: its next attempt is due later. `known`: Temporal had this run already, and may have ended it. Throws UnknownDialect, and Temporal's errors.
 */
export async function startWorkflow(
  { client, dialects }: StartDeps,
  delivery: ClaimedDelivery,
): Promise<{ eager: boolean; delayed: boolean; known: boolean }> {
  const dialect = dialectOf(dialects, delivery)
  const resume = resumeOf(delivery)
  const delayed = resume !== null && resume.delayMs > 0
  const input: DeliverWebhookInput = {
    deliveryId: delivery.id,
    run: delivery.run,
    trigger: delivery.trigger,
    retryPolicy: retryPolicyOf(dialect, delivery),
    timeoutMs: dialect.timeoutMs,
    ...(resume && { resume }),
  }
  try {
    const { eagerlyStarted } = await client.workflow.start(DELIVER_WEBHOOK, {
      workflowId: delivery.id,
      taskQueue: TASK_QUEUE,
      args: [input],
      requestEagerStart: true,
      ...(delivery.run === 1 ? FIRST_RUN : LATER_RUN),
      priority: { fairnessKey: delivery.organizationId },
      // Reconciling compares this run with the delivery's run.
      memo: { run: delivery.run },
      // Only the host: paths and queries of webhook URLs are often secret.
      staticSummary: `${delivery.eventType} to ${new URL(delivery.url).host}`.slice(0, MAXIMUM_SUMMARY),
      typedSearchAttributes: searchAttributesOf(delivery),
    })
    return { eager: eagerlyStarted, delayed, known: false }
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    // A relay started it, and died before it could record that; or Postgres was restored to a time before.
    return { eager: false, delayed, known: true }
  }
}

/** The input of a first attempt in the direct lane. Throws UnknownDialect. */
export function firstAttemptOf(
  dialects: Dialects,
  delivery: ClaimedDelivery,
): Pick<AttemptInput, 'deliveryId' | 'run' | 'retryPolicy' | 'elapsedMs'> {
  const retryPolicy = retryPolicyOf(dialectOf(dialects, delivery), delivery)
  return { deliveryId: delivery.id, run: delivery.run, retryPolicy, elapsedMs: 0 }
}

function dialectOf(dialects: Dialects, { dialect: name }: ClaimedDelivery): Dialect {
  const dialect = dialects.get(name)
  if (!dialect) throw new UnknownDialect(name)
  return dialect
}

/** Test events are not retried. */
const retryPolicyOf = ({ retryPolicy }: Dialect, { test }: ClaimedDelivery) => (test ? null : retryPolicy)

const keyword = (name: string) => defineSearchAttributeKey(name, 'KEYWORD')
const KEYS = {
  organization: keyword(SEARCH_ATTRIBUTES.organization),
  webhook: keyword(SEARCH_ATTRIBUTES.webhook),
  eventType: keyword(SEARCH_ATTRIBUTES.eventType),
  dialect: keyword(SEARCH_ATTRIBUTES.dialect),
}

const searchAttributesOf = ({ organizationId, webhookId, eventType, dialect }: ClaimedDelivery) =>
  new TypedSearchAttributes([
    { key: KEYS.organization, value: organizationId },
    { key: KEYS.webhook, value: webhookId },
    { key: KEYS.eventType, value: eventType },
    { key: KEYS.dialect, value: dialect },
  ])

/** Where a delivery continues that had attempts in the direct lane, or that Temporal had lost; null if its run begins. */
function resumeOf(delivery: ClaimedDelivery): ResumeInput | null {
  const { windowStartedAt, nextAttemptAt, message, retryRequested, firstInterrupted, trigger } = delivery
  if (!windowStartedAt) return null
  const now = Date.now()
  const passedMs = now - windowStartedAt.getTime()
  // What was held comes in the last minute, for the attempt that is its last. That one is made, however long Temporal was away.
  const elapsedMs = passedMs < DELIVERY_WINDOW_MS - LAST_ATTEMPT_MARGIN_MS / 2 ? passedMs : LAST_ATTEMPT_MS
  const delayMs = Math.max(Math.min((nextAttemptAt?.getTime() ?? 0) - now, LAST_ATTEMPT_MS - elapsedMs), 0)
  if (retryRequested) return { elapsedMs, delayMs: 0, message, next: { trigger: 'MANUAL', isRetry: false } }
  if (firstInterrupted) return { elapsedMs, delayMs, message, next: { trigger, isRetry: false } }
  return { elapsedMs, delayMs, message }
}
