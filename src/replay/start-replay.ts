import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Client } from '@temporalio/client'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { newId } from '../ids.ts'
import { lockOrganization } from '../organizations/lock-organization.ts'
import { callTemporal } from '../temporal/call-temporal.ts'
import type { Webhook } from '../webhooks/webhook.ts'
import { userError } from '../words/user-errors.ts'
import { timesOf, type CheckedInput } from './check-input.ts'
import { Replay } from './replay.ts'
import { missedWebhooksOf, requireReachable, type ReplayScope } from './replay-scope.ts'
import { startReplayWorkflow } from './start-replay-workflow.ts'

export interface StartReplayDeps {
  database: Database
  temporal: Client
  log: Logger
}

export interface ReplayRequest {
  scope: ReplayScope
  input: CheckedInput
  idempotencyKey: string | null
  /** Null: all of the organization's. */
  webhook: Pick<Webhook, 'status' | 'deletedAt'> | null
}

/** Maximum of replays of an organization that have not ended. */
const MAXIMUM_REPLAYS = 10

/**
 * Makes a replay and starts its workflow. While Temporal is away the workflow is started later (start-replaying.ts). The same key
 * gives the same replay. Throws IDEMPOTENCY_KEY_REUSED, LIMIT_REACHED and the errors of requireReachable.
 */
export async function startReplay(deps: StartReplayDeps, asked: ReplayRequest): Promise<string> {
  const { database, temporal, log } = deps
  const { id, isNew } = await lockOrganization(database, asked.scope.organizationId, (em) =>
    storeReplay(em, asked),
  )
  if (isNew)
    await callTemporal(temporal, () => startReplayWorkflow(temporal, { id, ...asked.scope })).catch(
      (error: unknown) =>
        log.warn({ err: error, replayId: id }, 'A replay could not be started in Temporal; it is later.'),
    )
  return id
}

/** Under the organization's lock, so that equal calls come one after the other. */
async function storeReplay(
  em: SqlEntityManager,
  { scope, input, idempotencyKey, webhook }: ReplayRequest,
): Promise<{ id: string; isNew: boolean }> {
  const { organizationId } = scope
  const request = JSON.stringify([scope.webhookId, input])
  if (idempotencyKey !== null) {
    const known = await em.findOne(Replay, { organizationId, idempotencyKey })
    if (known && known.request !== request)
      throw userError(
        'IDEMPOTENCY_KEY_REUSED',
        `The key belongs to the replay ${known.id}, which has another input.`,
        'input.idempotencyKey',
      )
    if (known) return { id: known.id, isNew: false }
  }
  if (webhook) requireReachable(webhook)
  const [state] = await sql<{ count: number; now: Date }>(em)`
    select count(*)::int as count, clock_timestamp() as now from replays
    where organization_id = ${organizationId} and finished_at is null`
  const { count, now } = state!
  if (count >= MAXIMUM_REPLAYS)
    throw userError(
      'LIMIT_REACHED',
      `The organization has ${MAXIMUM_REPLAYS} replays that have not ended. Wait for one to end, or cancel one.`,
    )
  const replay = em.create(Replay, {
    id: newId.replay(),
    ...scope,
    idempotencyKey,
    request,
    status: 'RUNNING',
    ...input,
    ...timesOf(input, now),
    missedWebhookIds: await missedWebhooksOf(em, scope, input),
    matched: 0,
    queued: 0,
    delivered: 0,
    failed: 0,
    skipped: 0,
    restored: 0,
    countPosition: '',
    position: '',
    behind: {},
    figuresAt: null,
    lastBatchAt: null,
    undone: false,
    createdAt: now,
    finishedAt: null,
  })
  await em.flush()
  return { id: replay.id, isNew: true }
}
