import { heartbeat } from '@temporalio/activity'

/** How often a running activity sends a heartbeat to Temporal, in milliseconds. */
const HEARTBEAT_MS = 5_000

/** Sends heartbeats while `work` waits for a receiver or for Postgres: Temporal would otherwise run the activity again. */
export async function withHeartbeats<Result>(work: () => Promise<Result>): Promise<Result> {
  const timer = setInterval(() => heartbeat(), HEARTBEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
