import { userError } from '../words/user-errors.ts'
import { MAXIMUM_OVERLAP_SECONDS } from './webhook-secrets.ts'

/** How many seconds a replaced secret or key stays valid; default 0. Throws the user error INVALID. */
export function checkOverlap(seconds: number | null | undefined): number {
  const overlap = seconds ?? 0
  if (overlap >= 0 && overlap <= MAXIMUM_OVERLAP_SECONDS) return overlap
  throw userError(
    'INVALID',
    `overlapSeconds must be from 0 to ${MAXIMUM_OVERLAP_SECONDS} (7 days).`,
    'overlapSeconds',
  )
}
