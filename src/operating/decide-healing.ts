import { PAUSED_IN_TEMPORAL } from '../words/temporal.ts'
import type { WorkflowState } from './workflow-states.ts'
import type { DeliveryStatus } from '../words/enums.ts'

/** A delivery that Postgres says Temporal has: PENDING, and its workflow was started. */
export interface StartedDelivery {
  run: number
  decision: string
  /** Null: none is due, or an attempt is marked as being on its way. */
  nextAttemptAt: Date | null
  attemptStartedAt: Date | null
}

/** Times closer than this, in milliseconds, are the same: Postgres and Temporal note them one after the other. */
const SAME_MS = 3_000

/** What makes Postgres and Temporal agree again. `run` is what the delivery's becomes. */
export type Healing =
  | { kind: 'none' }
  /** Temporal goes on; Postgres says what it does. */
  | { kind: 'note'; run: number; decision: string; nextAttemptAt: Date | null }
  /** Temporal has ended it, and Postgres lost the record of that. */
  | { kind: 'end'; run: number; status: Exclude<DeliveryStatus, 'PENDING'>; decision: string }
  /** Temporal has nothing that goes on; a new run does, from where the delivery stands. */
  | { kind: 'start-again'; run: number; decision: string }

const RESTORED = 'Postgres had lost the record of it and took it over from Temporal.'

/** The table of docs/decisions/0013: what Postgres says × what Temporal says → what is done. */
export function decideHealing(delivery: StartedDelivery, state: WorkflowState): Healing {
  const { run, decision } = delivery
  const startAgain = (why: string): Healing => ({
    kind: 'start-again',
    // One more than any: whatever an older run still does counts for nothing.
    run: Math.max(run, (state.kind !== 'missing' && state.run) || 0) + 1,
    decision: `${why}, so it was started again.`,
  })
  if (state.kind === 'missing') return startAgain('Temporal had lost its workflow')
  const theirs = state.run ?? run
  if (theirs < run) return startAgain('Temporal had an earlier run of it')
  const end = (status: Exclude<DeliveryStatus, 'PENDING'>, ended: string): Healing => ({
    kind: 'end',
    run: theirs,
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
  if (doing.kind === 'paused') return note(delivery, theirs, PAUSED_IN_TEMPORAL, null)
  if (doing.kind === 'waiting')
    return note(delivery, theirs, decision === PAUSED_IN_TEMPORAL ? '' : decision, doing.until)
  return theirs > run ? note(delivery, theirs, decision, null) : { kind: 'none' }
}

function note(delivery: StartedDelivery, run: number, decision: string, nextAttemptAt: Date | null): Healing {
  const saysSo =
    delivery.run === run &&
    delivery.decision === decision &&
    delivery.attemptStartedAt === null &&
    (nextAttemptAt === null
      ? delivery.nextAttemptAt === null
      : Math.abs(nextAttemptAt.getTime() - (delivery.nextAttemptAt?.getTime() ?? 0)) < SAME_MS)
  return saysSo ? { kind: 'none' } : { kind: 'note', run, decision, nextAttemptAt }
}
