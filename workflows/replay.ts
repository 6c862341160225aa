import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import type { ReplayActivities, ReplayInput } from './contract.ts'
import { REPLAY_CHANGED } from '../src/words/temporal.ts'

/**
 * The time from one turn to the next while figures change, in milliseconds: a subscriber hears of them each second. Not shorter,
 * because each turn costs as much as a delivery.
 */
const TURN_MS = 1_000

/** The longest time while attempts are under way, and after how many turns without a change it is as if there were none. */
const ACTIVE = { ms: 1_000, turns: 60 }

/** The longest time, when nothing changes: all wait for retries, or the replay is paused. A lost signal costs no more than this. */
const QUIET_MS = 5_000

/** The history begins anew after so many turns. */
const MAXIMUM_TURNS = 500

const { replayBatch } = proxyActivities<ReplayActivities>({
  startToCloseTimeout: '1 minute',
  // Temporal notices after this time that a worker died in the middle of a turn.
  heartbeatTimeout: '10 s',
  retry: { initialInterval: '500 ms', backoffCoefficient: 2, maximumInterval: '5 s' },
})

/**
 * Sends many deliveries again: turn after turn, until the replay has ended. Postgres knows how far it is and whether it is paused,
 * so this workflow can be lost and started again at any point. It only keeps the pace.
 */
export async function replay(input: ReplayInput): Promise<void> {
  let changed = false
  setHandler(defineSignal(REPLAY_CHANGED), () => void (changed = true))
  let quietMs = TURN_MS
  let unchanged = 0
  for (let turns = 1; ; turns += 1) {
    changed = false
    const turn = await replayBatch(input)
    if (turn.kind === 'ended') return
    setCurrentDetails(turn.message)
    if (turns >= MAXIMUM_TURNS || workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof replay>(input)
    unchanged = turn.changed ? 0 : unchanged + 1
    const longestMs = turn.active && unchanged < ACTIVE.turns ? ACTIVE.ms : QUIET_MS
    quietMs = turn.changed ? TURN_MS : Math.min(quietMs * 2, longestMs)
    if (!turn.counting) await condition(() => changed, quietMs)
    if (changed) quietMs = TURN_MS
  }
}
