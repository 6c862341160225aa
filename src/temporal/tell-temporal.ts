import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from '@temporalio/client'

/** Temporal did not answer in time, or not at all. */
class TemporalUnavailable extends Error {}

/** Somebody waits for the answer of the API: longest time for Temporal's, in milliseconds. */
const PATIENCE_MS = 1_800

/**
 * Asks Temporal for something while a caller of the API waits. Throws what Temporal says to it, and TemporalUnavailable when it
 * says nothing within two seconds: the SDK would go on trying for twenty.
 */
export async function tellTemporal<Result>(client: Client, ask: () => Promise<Result>): Promise<Result> {
  const answered = new AbortController()
  const asked = client.withDeadline(Date.now() + PATIENCE_MS, ask)
  const late = delay(PATIENCE_MS, undefined, { signal: answered.signal }).then(() => {
    throw new TemporalUnavailable('Temporal did not answer in time.')
  })
  asked.catch(() => {}) // it may fail long after nobody waits for it any more
  late.catch(() => {})
  try {
    return await Promise.race([asked, late])
  } finally {
    answered.abort()
  }
}
