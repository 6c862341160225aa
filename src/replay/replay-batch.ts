import type { Database } from '../database/database.ts'
import type { Notify } from '../database/notify.ts'
import { tell } from '../operational-events/tell.ts'
import { readBy } from '../database/read-by.ts'
import { sql, transactional } from '../database/sql.ts'
import type { ReplayTurn } from '../../workflows/contract.ts'
import { countPage } from './count-page.ts'
import { FIRST_EVENT } from './missed-events.ts'
import { pace } from './pace.ts'
import { moved, openParts } from './parts.ts'
import { putBack } from './put-back.ts'
import { putMissed } from './put-missed.ts'
import { readFigures, type Figures } from './read-figures.ts'
import { allPutBack, Replay } from './replay.ts'
import { isUndoing, undoSome } from './undo-replay.ts'

export interface ReplayDeps {
  database: Database
  notify: Pick<Notify, 'deliveriesWait' | 'tell'>
}

/** A turn begins no other page or step after this time, in milliseconds. */
const TURN_MS = 400

/**
 * One turn of a replay: counts what matches, then puts back what is due, and brings the figures up to date. Each step is one
 * transaction that holds the replay's row, so a turn that is made twice, or only by half, repeats nothing.
 */
export async function replayBatch({ database, notify }: ReplayDeps, id: string): Promise<ReplayTurn> {
  const [replay] = await readBy(database, Replay, 'id', [id])
  if (!replay || replay.status === 'COMPLETED') return { kind: 'ended' }
  if (replay.status === 'CANCELED') return cancelTurn(database, notify, id)
  if (replay.countPosition !== null)
    return (await isUndoing(database, replay)) ? WAITING : countTurn(database, replay)
  const before = figuresOf(replay)
  const { replay: after, active } = await sendTurn(database, id)
  if (after.queued > replay.queued) notify.deliveriesWait()
  if (after.status === 'COMPLETED') {
    notify.tell()
    return { kind: 'ended' }
  }
  return {
    kind: 'going',
    changed: figuresOf(after) !== before,
    active,
    counting: false,
    message: describe(after),
  }
}

/** The turn of a replay that is counted when another has given back what it may be of: it was canceled a moment ago. */
const WAITING: ReplayTurn = {
  kind: 'going',
  changed: false,
  active: true,
  counting: false,
  message: 'It waits until a canceled replay has given back what it was to send.',
}

/** What of a canceled replay is under way has this time to end, so that it is in the figures, in milliseconds. */
const ENDING_MS = 60_000

async function cancelTurn(database: Database, notify: ReplayDeps['notify'], id: string): Promise<ReplayTurn> {
  const done = await undoSome(database, id, TURN_MS)
  const ended = done && (await endTurn(database, id))
  if (ended) {
    notify.tell()
    return { kind: 'ended' }
  }
  return { kind: 'going', changed: true, active: false, counting: !done, message: 'It was canceled.' }
}

/** Whether nothing of a canceled replay changes any more. */
async function endTurn(database: Database, id: string): Promise<boolean> {
  const [canceled] = await readBy(database, Replay, 'id', [id])
  const figures = canceled && (await readFigures(database, canceled))
  if (!figures) return !canceled
  return transactional(database, async (em) => {
    const replay = await lockReplay(em, id)
    if (replay.undone) return true
    raise(replay, figures)
    replay.undone = figures.open === 0 || Date.now() - replay.finishedAt!.getTime() > ENDING_MS
    if (replay.undone) await tellFinished(em, replay)
    await em.flush()
    return replay.undone
  })
}

async function countTurn(database: Database, replay: Replay): Promise<ReplayTurn> {
  const began = performance.now()
  let { countPosition: position, matched } = replay
  while (position !== null && performance.now() - began < TURN_MS) {
    const page = await countPage(database, replay, position)
    // Not if another run of this activity has counted it.
    const rows = await sql<Pick<Replay, 'matched'>>(database)`
      update replays set matched = matched + ${page.matched}, count_position = ${page.next}
      where id = ${replay.id} and count_position = ${position} returning matched`
    if (rows.length === 0) break
    matched = rows[0]!.matched
    position = page.next
  }
  return { kind: 'going', changed: true, active: true, counting: true, message: `${matched} match so far.` }
}

type Transaction = Parameters<Parameters<typeof transactional>[1]>[0]

async function lockReplay(em: Transaction, id: string): Promise<Replay> {
  // Not `for update`: what refers to the replay needs a weaker lock.
  await sql(em)`select from replays where id = ${id} for no key update`
  return em.findOneOrFail(Replay, { id })
}

/** Puts back what is due; the figures are read after that, so that nobody waits for them who pauses or changes the replay. */
async function sendTurn(database: Database, id: string): Promise<{ replay: Replay; active: boolean }> {
  const replay = await transactional(database, async (em) => {
    const locked = await lockReplay(em, id)
    if (locked.status === 'RUNNING' && !allPutBack(locked)) await putDue(em, locked)
    await em.flush()
    return locked
  })
  const figures = await readFigures(database, replay)
  if (!figures) return { replay, active: replay.status === 'RUNNING' }
  return transactional(database, async (em) => {
    const locked = await lockReplay(em, id)
    let finished = false
    raise(locked, figures)
    if (figures.allPutBack) {
      // What was sent by somebody else meanwhile, or can't be sent any more, was not found.
      locked.skipped = Math.max(locked.skipped, locked.matched - locked.queued)
      if (figures.open === 0 && (locked.status === 'RUNNING' || locked.status === 'PAUSED')) {
        locked.status = 'COMPLETED'
        locked.finishedAt = new Date()
        finished = true
      }
    }
    locked.matched = Math.max(locked.matched, locked.queued + locked.skipped)
    if (finished) await tellFinished(em, locked)
    await em.flush()
    return { replay: locked, active: locked.status === 'RUNNING' && figures.active > 0 }
  })
}

/** Tells that a replay has ended, in the transaction that ends it. */
function tellFinished(em: Transaction, replay: Replay): Promise<void> {
  const { id: replayId, organizationId, webhookId, status, matched, delivered, failed, skipped } = replay
  const detail = { status, matched, delivered, failed, skipped }
  return tell(em, [{ organizationId, type: 'replay.finished', webhookId, replayId, detail }])
}

/** Brings the figures of a locked replay up to date; none of them goes back. */
function raise(replay: Replay, { failed, delivered }: Figures): void {
  replay.failed = Math.max(replay.failed, failed)
  replay.delivered = Math.max(replay.delivered, delivered)
  replay.figuresAt = new Date()
}

/** Puts back what is due by the rate. */
async function putDue(em: Transaction, replay: Replay): Promise<void> {
  const { due, batchAt, waiting, share } = await pace(em, replay)
  // From here on: what is due now is not due again, so at least one step is made, however long the reading took.
  const began = performance.now()
  let left = due
  const inTime = () => left > 0 && performance.now() - began < TURN_MS
  while (inTime()) {
    const parts = openParts(replay, waiting, share)
    if (parts.length === 0) break
    for (const [index, part] of parts.entries()) {
      if (!inTime()) break
      const put = part.position.startsWith(FIRST_EVENT) ? putMissed : putBack
      const step = await put(em, replay, part, Math.min(Math.ceil(left / (parts.length - index)), part.room))
      for (const [webhookId, count] of Object.entries(step.queued)) {
        waiting[webhookId] = (waiting[webhookId] ?? 0) + count
        replay.queued += count
        left -= count
      }
      Object.assign(replay, moved(replay, part, step))
    }
  }
  replay.lastBatchAt = batchAt
}

const figuresOf = ({ status, matched, queued, delivered, failed, skipped }: Replay) =>
  [status, matched, queued, delivered, failed, skipped].join()

const describe = ({ status, matched, queued, delivered, failed, skipped }: Replay) =>
  `${status}: of ${matched} that match ${queued} were put back and ${skipped} skipped; ${delivered} were delivered, ${failed} failed.`
