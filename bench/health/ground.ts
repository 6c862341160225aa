import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../../src/database/database.ts'
import { sql } from '../../src/database/sql.ts'
import type { Lane } from '../../src/words/enums.ts'
import type { TestClient } from '../../test/support/client.ts'
import type { Recorder } from '../recorder.ts'
import { publishMany, type Durahook } from '../stand/durahook.ts'
import { eventData } from '../stand/event.ts'
import type { Stand } from '../stand/stand.ts'

/** What each part of the bench is measured on. */
export interface Ground {
  stand: Stand
  durahook: Durahook
  database: Database
  recorder: Recorder
  lane: Lane
}

/** Events that a request publishes. */
const TOGETHER = 100

/** Publishes events with the numbers from `first` on. */
export async function publishNumbers(client: TestClient, first: number, count: number): Promise<void> {
  for (let done = 0; done < count; done += TOGETHER) {
    const size = Math.min(TOGETHER, count - done)
    await publishMany(
      client,
      Array.from({ length: size }, (_, index) => eventData(first + done + index)),
    )
  }
}

/** Waits until it is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(20)
}

/** How many of these webhooks have so many failures, and how many are FAILING. */
export async function countFailing(
  database: Database,
  webhookIds: readonly string[],
  failures: number,
): Promise<{ failed: number; failing: number }> {
  const [row] = await sql<{ failed: number; failing: number }>(database)`
    select count(*) filter (where failures >= ${failures}::int)::int as failed, count(failing_since)::int as failing
    from webhook_health where webhook_id = any (${webhookIds}::text[])`
  return row!
}

/** Their first failures were ten minutes ago. */
export const age = (database: Database, webhookIds: readonly string[]) =>
  sql(database)`
    update webhook_health set failed_since = failed_since - interval '10 minutes' where webhook_id = any (${webhookIds}::text[])`

/** The most of these times, in their order, that lie within any `windowMs`. */
export function mostWithin(times: readonly number[], windowMs: number): number {
  let most = 0
  for (let first = 0, last = 0; last < times.length; last += 1) {
    while (times[last]! - times[first]! >= windowMs) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}
