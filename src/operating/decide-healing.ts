import { PAUSED_IN_TEMPORAL } from '../words/temporal.ts'
import type { WorkflowState } from './workflow-states.ts'
import type { DeliveryStatus } from '../words/enums.ts'

/** A delivery that must have a workflow: it is PENDING and its workflow was started. */
export interface StartedDelivery {
  run: number
  decision: string
  /** Null if no attempt is due, or if one is marked as under way. */
  nextAttemptAt: Date | null
  attemptStartedAt: Date | null
}

/** Times that differ by less than this, in milliseconds, are equal: Postgres and Temporal record them one after the other. */
const SAME_MS = 3_000

/** The change that makes Postgres and Temporal agree again. `run`: the delivery's new run number. */
export type Healing =
  | { kind: 'none' }
  /** The workflow goes on; Postgres is updated to match it. */
  | { kind: 'note'; run: number; decision: string; nextAttemptAt: Date | null }
  /** The workflow has ended; Postgres had lost the record of that. */
  | { kind: 'end'; run: number; status: Exclude<DeliveryStatus, 'PENDING'>; decision: string }
  /** No workflow can go on; a new run continues where the delivery stopped. */
  | { kind: 'start-again'; run: number; decision: string }

const RESTORED = 'Postgres had lost the record of it and took it over from Temporal.'

/** Decides by the table of docs/decisions/0013, from the states in Postgres and in Temporal. */
export function decideHealing(delivery: StartedDelivery, state: WorkflowState): Healing {
  const { run, decision } = delivery
  const startAgain = (reason: string): Healing => ({
    kind: 'start-again',
    // Higher than any earlier run, so that earlier runs can't change the delivery any more.
    run: Math.max(run, (state.kind !== 'missing' && state.run) || 0) + 1,
    decision: `${reason}, so it was started again.`,
  })
  if (state.kind === 'missing') return startAgain('Temporal had lost its workflow')
  const workflowRun = state.run ?? run
  if (workflowRun < run) return startAgain('Temporal had an earlier run of it')
  const end = (status: Exclude<DeliveryStatus, 'PENDING'>, ended: string): Healing => ({
    kind: 'end',
    run: workflowRun,
    status,
    decision: ended,
  })
  if (state.kind === 'closed') {
    const { outcome, message } = state
    if (outcome === 'DELIVERED') return end('SUCCEEDED', `${message} ${RESTORED}`)
    if (outcome === 'FAILED') return end('FAILED', `${message} ${RESTORED}`)
    if (outcome === 'CANCELED') return end('CANCELED', message)
    return startAgain('Its workflow had ended in Temporal without saying how the delivery ended')
  }
  const { doing } = state
  if (doing.kind === 'stuck') return startAgain('Its workflow could not go on in Temporal')
  if (doing.kind === 'paused') return note(delivery, workflowRun, PAUSED_IN_TEMPORAL, null)
  if (doing.kind === 'waiting')
    return note(delivery, workflowRun, decision === PAUSED_IN_TEMPORAL ? '' : decision, doing.until)
  return workflowRun > run ? note(delivery, workflowRun, decision, null) : { kind: 'none' }
}

function note(delivery: StartedDelivery, run: number, decision: string, nextAttemptAt: Date | null): Healing {
  const agrees =
    delivery.run === run &&
    delivery.decision === decision &&
    delivery.attemptStartedAt === null &&
    (nextAttemptAt === null
      ? delivery.nextAttemptAt === null
      : Math.abs(nextAttemptAt.getTime() - (delivery.nextAttemptAt?.getTime() ?? 0)) < SAME_MS)
  return agrees ? { kind: 'none' } : { kind: 'note', run, decision, nextAttemptAt }
}
