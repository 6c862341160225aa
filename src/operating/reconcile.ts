import { ServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client'
import pMap from 'p-map'
import type { Logger } from 'pino'
import { SIGNALS } from '../words/temporal.ts'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { DEAD_ATTEMPT_SECONDS } from '../attempts/begin-attempt.ts'
import { sendRetry, type RequestedRetry } from '../starting/send-retry.ts'
import { applyHealing, interruptAttempt } from './apply-healing.ts'
import { decideHealing, type Healing, type StartedDelivery } from './decide-healing.ts'
import { listRunning, stateOf, type ListedWorkflow, type WorkflowState } from './workflow-states.ts'

export interface ReconcileDeps {
  database: Database
  client: Client
  namespace: string
  log: Logger
  /** Called when deliveries wait for the relay. */
  wakeRelay(): void
}

/** Ids of the deliveries that one sweep repaired, by what it did. */
export interface Reconciled {
  startedAgain: string[]
  ended: string[]
  updated: string[]
  /** Dead attempts, logged as INTERRUPTED, of deliveries that ended or were sent again. */
  interrupted: string[]
  /** Workflows that were ended because Postgres has the delivery as ended, or does not have it. */
  workflowsEnded: string[]
  /** Retries that were requested while Temporal was out of reach, and were sent to it now. */
  retriesSent: string[]
}

/** The kinds of differences. */
export const RECONCILED = [
  'startedAgain',
  'ended',
  'updated',
  'interrupted',
  'workflowsEnded',
  'retriesSent',
] as const satisfies readonly (keyof Reconciled)[]

/** Deliveries started less than this ago, in seconds, are skipped: Temporal's list may not have them yet. */
const LIST_DELAY_SECONDS = 15

/** A delivery whose next attempt is overdue by more than this, in seconds, is compared with Temporal. */
const OVERDUE_SECONDS = 5

/** Maximum of deliveries read in one sweep. The next sweep reads the others. */
const MAXIMUM_DELIVERIES = 100_000
const PAGE = 5_000

/** Maximum of suspect deliveries that a sweep compares with Temporal one by one. */
const MAXIMUM_QUERIES = 50_000

/** How many of the other deliveries a sweep compares as a sample. */
const SAMPLE_SIZE = 200

/** More failures than this in one sweep are not the deliveries' own fault, so they end the sweep. */
const MAXIMUM_FAILURES = 20

/** Concurrent queries to Temporal. */
const CONCURRENCY = 10

/** Time for a workflow to notice by itself that its delivery has ended, in seconds. */
const ENDING_SECONDS = 30

/** A workflow that runs so long after its delivery has ended was asked before to end, in seconds; why it has not is looked up. */
const ASKED_BEFORE_SECONDS = 120

/** A workflow whose delivery has ended or is gone. */
interface Orphan {
  id: string
  runId: string
  /** Whether Postgres has its delivery. */
  known: boolean
  askedBefore: boolean
}

interface Row extends StartedDelivery {
  id: string
  /** Whether the times in Postgres show that something is wrong: an attempt is overdue or dead. */
  isSuspect: boolean
}

/**
 * Compares all started deliveries in Postgres with the workflows in Temporal, in both directions, and repairs differences by
 * the table in docs/decisions/0013. Temporal's list is read first, so that Postgres has every delivery on it.
 */
export async function reconcile(deps: ReconcileDeps): Promise<Reconciled> {
  const { database, client, namespace, log, wakeRelay } = deps
  const found: Reconciled = {
    startedAgain: [],
    ended: [],
    updated: [],
    interrupted: [],
    workflowsEnded: [],
    retriesSent: [],
  }
  let failures = 0
  const running = new Map<string, Pick<ListedWorkflow, 'run' | 'paused'>>()
  for await (const page of listRunning(client, namespace)) {
    for (const { id, run, paused } of page) running.set(id, { run, paused })
    await endOrphans(page)
  }

  const suspects: Row[] = []
  const others: Row[] = []
  for await (const page of startedDeliveries(database)) {
    for (const row of page) {
      const workflow = running.get(row.id)
      const agrees = workflow && !workflow.paused && (workflow.run ?? row.run) === row.run
      ;(agrees && !row.isSuspect ? others : suspects).push(row)
    }
  }
  // Shuffled, so that if there are too many, each is checked in one of the next sweeps.
  const queries = [...shuffle(suspects).slice(0, MAXIMUM_QUERIES), ...shuffle(others).slice(0, SAMPLE_SIZE)]
  await each(queries, heal)
  if (found.startedAgain.length > 0) wakeRelay()
  await each(await deadAttempts(database), interrupt)
  await each(await requestedRetries(database), sendRequested)
  return found

  /** Handles all items. One that fails does not stop the others, but a failure of Temporal or Postgres itself ends the sweep. */
  async function each<Item extends { id: string }>(
    items: readonly Item[],
    handle: (item: Item) => Promise<void>,
  ): Promise<void> {
    const handleAndLog = (item: Item) =>
      handle(item).catch((error: unknown) => {
        if (error instanceof ServiceError || ++failures > MAXIMUM_FAILURES) throw error
        log.error({ err: error, deliveryId: item.id }, 'A delivery could not be compared with Temporal.')
      })
    await pMap(items, handleAndLog, { concurrency: CONCURRENCY })
  }

  async function heal(row: Row): Promise<void> {
    const { id } = row
    const healing = decideHealing(row, await stateOf(client, id))
    if (healing.kind === 'none' || !(await applyHealing(database, row, healing))) return
    found[LISTS[healing.kind]].push(id)
  }

  async function interrupt({ id }: { id: string }): Promise<void> {
    const state = await stateOf(client, id)
    if (state.kind === 'running' && state.doing.kind === 'attempting') return
    await interruptAttempt(database, id)
    found.interrupted.push(id)
  }

  async function sendRequested(requested: RequestedRetry): Promise<void> {
    if (await unlessGone(() => sendRetry({ database, client }, requested)))
      found.retriesSent.push(requested.id)
  }

  /** Ends workflows whose delivery has ended or is gone. They would notice only at their next retry. */
  async function endOrphans(listed: readonly ListedWorkflow[]): Promise<void> {
    const orphans = await sql<Orphan>(database)`
      select listed.id, listed.run_id as "runId", d.status is not null as known,
        coalesce(d.finished_at < now() - make_interval(secs => ${ASKED_BEFORE_SECONDS}), false) as "askedBefore"
      from unnest(${listed.map(({ id }) => id)}::text[], ${listed.map(({ runId }) => runId)}::text[]) as listed(id, run_id)
        left join lateral (select status, finished_at from deliveries where id = listed.id offset 0) d on true
      where d.status is null
        or (d.status <> 'PENDING' and d.finished_at < now() - make_interval(secs => ${ENDING_SECONDS}))`
    await each(orphans, async (orphan) => {
      const { id, known } = orphan
      if (!(await unlessGone(() => endWorkflow(orphan)))) return
      if (!known)
        log.warn({ deliveryId: id }, 'Temporal had a workflow of a delivery that Postgres does not have.')
      found.workflowsEnded.push(id)
    })
  }

  /**
   * Asks the workflow to end, or ends it if it can't hear that. Only the one that was listed: the delivery may have been sent again
   * since.
   */
  async function endWorkflow({ id, runId, known, askedBefore }: Orphan): Promise<void> {
    const handle = client.workflow.getHandle(id, runId)
    if (!known) await handle.terminate('Postgres has no such delivery: it was restored to an earlier time.')
    else if (askedBefore && isStuck(await stateOf(client, id, runId)))
      await handle.terminate('Its delivery has ended, and its workflow could not go on.')
    else await handle.signal(SIGNALS.cancel)
  }
}

const isStuck = (state: WorkflowState) => state.kind === 'running' && state.doing.kind === 'stuck'

const LISTS = { 'start-again': 'startedAgain', end: 'ended', note: 'updated' } as const satisfies Record<
  Exclude<Healing['kind'], 'none'>,
  keyof Reconciled
>

/** Makes a call to a workflow. Returns false if the workflow does not exist any more. */
async function unlessGone(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call()
    return true
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}

/** The deliveries that must have a workflow. Continues at the position where the last sweep stopped. */
async function* startedDeliveries(database: Database): AsyncGenerator<Row[]> {
  const [chore] = await sql<{ position: string }>(
    database,
  )`select position from chores where name = 'reconcile'`
  let position = chore!.position
  for (let read = 0; read < MAXIMUM_DELIVERIES;) {
    const rows = await sql<Row>(database)`
      select id, run, decision, next_attempt_at as "nextAttemptAt", attempt_started_at as "attemptStartedAt",
        coalesce(attempt_started_at < now() - make_interval(secs => ${DEAD_ATTEMPT_SECONDS}),
          next_attempt_at is null or next_attempt_at < now() - make_interval(secs => ${OVERDUE_SECONDS})) as "isSuspect"
      from deliveries_open
      where status = 'PENDING' and started_at < now() - make_interval(secs => ${LIST_DELAY_SECONDS}) and id || '' > ${position}
      order by id || '' limit ${PAGE}`
    yield rows
    read += rows.length
    position = rows.length < PAGE ? '' : rows.at(-1)!.id
    if (position === '') break
  }
  if (position !== chore!.position)
    await sql(database)`update chores set position = ${position} where name = 'reconcile'`
}

/** Dead attempts whose delivery ended or was sent again, so that no next attempt of it logs them. */
function deadAttempts(database: Database): Promise<{ id: string }[]> {
  return sql<{ id: string }>(database)`
    select id from deliveries_open
    where attempt_started_at < now() - make_interval(secs => ${DEAD_ATTEMPT_SECONDS})
      and not (status = 'PENDING' and started_at is not null)
    limit ${MAXIMUM_QUERIES}`
}

function requestedRetries(database: Database): Promise<RequestedRetry[]> {
  return sql<RequestedRetry>(database)`
    select id, retry_requested_at as "requestedAt" from deliveries_open
    where retry_requested_at is not null and status = 'PENDING' and started_at is not null limit ${MAXIMUM_QUERIES}`
}

function shuffle<Item>(items: Item[]): Item[] {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = Math.floor(Math.random() * (index + 1))
    ;[items[index], items[other]] = [items[other]!, items[index]!]
  }
  return items
}
