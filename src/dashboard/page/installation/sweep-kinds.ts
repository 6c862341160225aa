import type { Tone } from '../components/badge.tsx'
import type { SweepKind } from '../generated/operations.ts'

/** What the sweep found, in words: a short one, and what had happened. docs/operating.md has the same. */
export const SWEEP_KINDS: Record<SweepKind, [tone: Tone, word: string, meaning: string]> = {
  STARTED_AGAIN: ['warn', 'Started again', 'Temporal had lost the workflow of a delivery that is open.'],
  ENDED: ['info', 'Ended', 'A workflow had ended, and Postgres did not know how.'],
  UPDATED: [
    'info',
    'Updated',
    'A workflow was paused, resumed or reset in Temporal, or is due at another time.',
  ],
  INTERRUPTED: ['warn', 'Interrupted', 'A worker had died in the middle of an attempt.'],
  WORKFLOWS_ENDED: [
    'info',
    'Workflow ended',
    'A workflow went on whose delivery has ended, or is not in Postgres.',
  ],
  RETRIES_SENT: ['quiet', 'Retry sent', 'Somebody had asked for a retry while Temporal was away.'],
}
