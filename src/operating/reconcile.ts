import { ServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client'
import pMap from 'p-map'
import type { Logger } from 'pino'
import { SIGNALS } from '../words/temporal.ts'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { applyHealing, DEAD_ATTEMPT_SECONDS, settleAttempt } from './apply-healing.ts'
import { decideHealing, type Healing, type StartedDelivery } from './decide-healing.ts'
import { listRunning, stateOf } from './workflow-states.ts'

export interface ReconcileDeps {
  database: Database
  client: Client
  namespace: string
  log: Logger
  /** Deliveries wait for the relay. */
  wakeRelay(): void
}

/** What one sweep found, by what was done about it. */
export interface Reconciled {
  startedAgain: string[]
  ended: string[]
  noted: string[]
  /** Attempts nobody will record, of deliveries that ended or were sent again. */
  settled: string[]
  /** Workflows of deliveries that have ended in Postgres, or that it does not have. */
  toldToEnd: string[]
  /** Workflows that were told of a retry that was asked for while Temporal was away. */
  hurried: string[]
}

/** What was started a moment ago may not be in Temporal's lists yet; in seconds. */
const FRESH_SECONDS = 15

/** An attempt that is later than this, in seconds, is looked after: Temporal may have been told otherwise. */
const LATE_SECONDS = 5

/** Most deliveries looked at in one sweep; what is over comes in the next. */
const MOST_DELIVERIES = 100_000
const PAGE = 5_000

/** Most deliveries that Temporal is asked about one by one in a sweep, and how many of them though nothing seems wrong. */
const MOST_QUESTIONS = 50_000
const SAMPLE = 200

/** So many that can't be looked at are not their own fault. */
const MOST_FAILURES = 20

/** Questions to Temporal under way at once. */
const AT_ONCE = 10

/** A workflow whose delivery has ended is given so long to notice by itself, in seconds. */
const ENDED_SECONDS = 30

interface Row extends StartedDelivery {
  id: string
  /** Postgres's own times say that something is not as it should be. */
  odd: boolean
}

/**
 * One look at everything that Postgres says Temporal has, and the other way round; heals what does not agree, by the table in
 * docs/decisions/0013. `running` is asked before Postgres is read: what Temporal lists was started before.
 */
export async function reconcile(deps: ReconcileDeps): Promise<Reconciled> {
  const { database, client, namespace, log, wakeRelay } = deps
  const found: Reconciled = {
    startedAgain: [],
    ended: [],
    noted: [],
    settled: [],
    toldToEnd: [],
    hurried: [],
  }
  let failures = 0
  const running = new Map<string, { run: number | null; paused: boolean }>()
  for await (const page of listRunning(client, namespace)) {
    for (const { id, ...workflow } of page) running.set(id, workflow)
    await endStrays(page.map(({ id }) => id))
  }

  const suspects: Row[] = []
  const others: Row[] = []
  for await (const page of heldDeliveries(database)) {
    for (const row of page) {
      const workflow = running.get(row.id)
      const agrees = workflow && !workflow.paused && (workflow.run ?? row.run) === row.run
      ;(agrees && !row.odd ? others : suspects).push(row)
    }
  }
  // In no order: when there are too many, each has its turn in one of the next sweeps.
  const questions = [...shuffle(suspects).slice(0, MOST_QUESTIONS), ...shuffle(others).slice(0, SAMPLE)]
  await each(questions, heal)
  if (found.startedAgain.length > 0) wakeRelay()
  await each(await deadAttempts(database), settle)
  await each(await requestedRetries(database), hurry)
  return found

  /** One that can't be looked at does not keep the others from it; when it is Temporal's or Postgres's fault the sweep ends. */
  async function each<Item extends { id: string }>(
    items: readonly Item[],
    look: (item: Item) => Promise<void>,
  ): Promise<void> {
    const once = (item: Item) =>
      look(item).catch((error: unknown) => {
        if (error instanceof ServiceError || ++failures > MOST_FAILURES) throw error
        log.error({ err: error, deliveryId: item.id }, 'A delivery could not be compared with Temporal.')
      })
    await pMap(items, once, { concurrency: AT_ONCE })
  }

  async function heal(held: Row): Promise<void> {
    const { id } = held
    const healing = decideHealing(held, await stateOf(client, id))
    if (healing.kind === 'none' || !(await applyHealing(database, held, healing))) return
    found[LISTS[healing.kind]].push(id)
  }

  async function settle({ id }: { id: string }): Promise<void> {
    const state = await stateOf(client, id)
    if (state.kind === 'running' && state.doing.kind === 'attempting') return
    await settleAttempt(database, id)
    found.settled.push(id)
  }

  async function hurry({ id, requestedAt }: { id: string; requestedAt: Date }): Promise<void> {
    if (!(await told(() => client.workflow.getHandle(id).signal(SIGNALS.retryNow)))) return
    await sql(database)`
      update deliveries set retry_requested_at = null where id = ${id} and retry_requested_at = ${requestedAt}`
    found.hurried.push(id)
  }

  /** Workflows that have nothing more to do, and would wait for their next retry to find that out. */
  async function endStrays(ids: string[]): Promise<void> {
    const strays = await sql<{ id: string; known: boolean }>(database)`
      select listed.id, d.id is not null as known from unnest(${ids}::text[]) as listed(id)
        left join deliveries d on d.id = listed.id
      where d.id is null
        or (d.status <> 'PENDING' and d.finished_at < now() - make_interval(secs => ${ENDED_SECONDS}))`
    await each(strays, async ({ id, known }) => {
      const handle = client.workflow.getHandle(id)
      const end = () =>
        known
          ? handle.signal(SIGNALS.cancel)
          : handle.terminate('Postgres has no such delivery: it was restored to an earlier time.')
      if (!(await told(end))) return
      if (!known)
        log.warn({ deliveryId: id }, 'Temporal had a workflow of a delivery that Postgres does not have.')
      found.toldToEnd.push(id)
    })
  }
}

const LISTS = { 'start-again': 'startedAgain', end: 'ended', note: 'noted' } as const satisfies Record<
  Exclude<Healing['kind'], 'none'>,
  keyof Reconciled
>

/** False: there is no such workflow any more. */
async function told(tell: () => Promise<unknown>): Promise<boolean> {
  try {
    await tell()
    return true
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}

/** What Postgres says Temporal has. */
async function* heldDeliveries(database: Database): AsyncGenerator<Row[]> {
  const [chore] = await sql<{ position: string }>(
    database,
  )`select position from chores where name = 'reconcile'`
  let position = chore!.position
  for (let read = 0; read < MOST_DELIVERIES;) {
    const rows = await sql<Row>(database)`
      select id, run, decision, next_attempt_at as "nextAttemptAt", attempt_started_at as "attemptStartedAt",
        coalesce(attempt_started_at < now() - make_interval(secs => ${DEAD_ATTEMPT_SECONDS}),
          next_attempt_at is null or next_attempt_at < now() - make_interval(secs => ${LATE_SECONDS})) as odd
      from deliveries
      where status = 'PENDING' and started_at < now() - make_interval(secs => ${FRESH_SECONDS}) and id > ${position}
      order by id limit ${PAGE}`
    yield rows
    read += rows.length
    position = rows.length < PAGE ? '' : rows.at(-1)!.id
    if (position === '') break
  }
  if (position !== chore!.position)
    await sql(database)`update chores set position = ${position} where name = 'reconcile'`
}

/** Attempts that nobody can record any more, where no next attempt does it: their deliveries ended, or were sent again. */
function deadAttempts(database: Database): Promise<{ id: string }[]> {
  return sql<{ id: string }>(database)`
    select id from deliveries
    where attempt_started_at < now() - make_interval(secs => ${DEAD_ATTEMPT_SECONDS})
      and not (status = 'PENDING' and started_at is not null)
    limit ${MOST_QUESTIONS}`
}

function requestedRetries(database: Database): Promise<{ id: string; requestedAt: Date }[]> {
  return sql<{ id: string; requestedAt: Date }>(database)`
    select id, retry_requested_at as "requestedAt" from deliveries
    where retry_requested_at is not null and status = 'PENDING' and started_at is not null limit ${MOST_QUESTIONS}`
}

function shuffle<Item>(items: Item[]): Item[] {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = Math.floor(Math.random() * (index + 1))
    ;[items[index], items[other]] = [items[other]!, items[index]!]
  }
  return items
}
