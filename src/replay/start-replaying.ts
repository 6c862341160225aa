import type { Client } from '@temporalio/client'
import pMap from 'p-map'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { repeat, type Repetition } from '../operating/repeat.ts'
import type { Replay } from './replay.ts'
import { startReplayWorkflow } from './start-replay-workflow.ts'

export interface ReplayingDeps {
  database: Database
  client: Client
  log: Logger
}

/** How often a worker looks whether it is its turn, in milliseconds, and how long one has its turn, in seconds. */
const POLL_MS = 5_000
const LEASE_SECONDS = 15

/** Concurrent starts. */
const CONCURRENCY = 10

/** Replays that are looked after in one turn. */
const MAXIMUM_REPLAYS = 10_000

/**
 * Sees to it that each replay that has not ended has its workflow: Temporal was away when it was made, or has lost it, or an operator
 * has terminated it. To end one, call cancelReplay. Of all workers one at a time does this.
 */
export const startReplaying = ({ database, client, log }: ReplayingDeps): Repetition =>
  repeat(
    POLL_MS,
    async () => {
      const [mine] = await sql(database)`
        update chores set leased_until = now() + make_interval(secs => ${LEASE_SECONDS})
        where name = 'replays' and leased_until <= now() returning name`
      if (mine) await startMissing(database, client)
    },
    log,
    'Replays could not be compared with Temporal; trying again.',
  )

/** Starts a workflow for each replay that needs one; Temporal keeps those that run. */
async function startMissing(database: Database, client: Client): Promise<void> {
  const replays = await sql<Pick<Replay, 'id' | 'organizationId' | 'webhookId'>>(database)`
    select id, organization_id as "organizationId", webhook_id as "webhookId" from replays
    where finished_at is null or (status = 'CANCELED' and not undone) limit ${MAXIMUM_REPLAYS}`
  await pMap(replays, (replay) => startReplayWorkflow(client, replay), { concurrency: CONCURRENCY })
}
