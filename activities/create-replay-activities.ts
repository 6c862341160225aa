import type { ReplayActivities } from '../workflows/contract.ts'
import { replayBatch, type ReplayDeps } from '../src/replay/replay-batch.ts'
import { withHeartbeats } from './with-heartbeats.ts'

/** The activity of a replay's workflow. */
export const createReplayActivities = (deps: ReplayDeps): ReplayActivities => ({
  replayBatch: ({ replayId }) => withHeartbeats(() => replayBatch(deps, replayId)),
})
