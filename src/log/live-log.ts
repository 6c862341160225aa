import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { START_OF_LOG, type LogPosition } from './log-position.ts'
import { createLogHorizon } from './log-horizon.ts'
import { startOfEpoch } from './log-news.ts'
import type { FollowPosition, LogPage, LogSource } from './log-source.ts'

/** A log, followed live: the delivery log, or that of operational events. */
export interface LiveLog<Scope, Entry> {
  /**
   * Yields every entry after `after` (null: from now on), then each new one, until `signal` aborts. Each entry comes
   * once: every read begins where the previous one ended, so a reconnection can't cause a gap. Throws CursorAhead if the
   * position is ahead of the log, so that new entries would not come after it, and CursorExpired if what came after it is not
   * all kept any more.
   */
  follow(scope: Scope, after: LogPosition | null, signal: AbortSignal): AsyncGenerator<Entry>
  /** Tells that there are new entries of scopes with these names, or possibly of any if null. */
  wake(names: Set<string> | null): void
  /** How many follow it, by its name in metrics. */
  subscribers(): Record<string, number>
}

/** The subscriber's position is ahead of the log: the log was restored to an earlier time, or the cursor is of another log. */
export class CursorAhead extends Error {
  /** A position before everything that was logged since Postgres was restored. */
  readonly resumeAfter: LogPosition
  constructor(resumeAfter: LogPosition) {
    super('The position is ahead of the log.')
    this.resumeAfter = resumeAfter
  }
}

/** Entries after the subscriber's position are no longer kept. */
export class CursorExpired extends Error {
  /** The position from which the log is complete. */
  readonly resumeAfter: LogPosition
  constructor(floor: bigint) {
    super('The log does not reach back to the position.')
    this.resumeAfter = { xid: String(floor), id: '0' }
  }
}

/** Entries per read. A subscriber holds at most one page in memory. */
const PAGE = 100

/** How often to check for news for all subscribers, in milliseconds: a worker may have died between logging and notifying. */
const POLL_MS = 5_000

/** Backoff after Postgres failed, in milliseconds. */
const BACKOFF_MS = 500

/** A followed log: its number of subscribers, how often it was woken, and the subscribers that wait for news. */
interface Followed<Scope> {
  followers: number
  wakeCount: number
  waiting: Set<Waiter<Scope>>
}

interface Waiter<Scope> extends FollowPosition<Scope> {
  wake(): void
  /** There is nothing new below this position. */
  complete(horizon: bigint): void
  fail(error: CursorAhead): void
}

export function createLiveLog<Scope, Entry extends LogPosition>(
  database: Database,
  log: Logger,
  source: LogSource<Scope, Entry>,
): LiveLog<Scope, Entry> {
  const { nameOf } = source
  const followed = new Map<string, Followed<Scope>>()
  /** Reads under way. Subscribers at the same position share one. */
  const reads = new Map<string, Promise<LogPage<Entry> | null>>()
  const horizon = createLogHorizon(database, log)
  let polling: NodeJS.Timeout | undefined
  /** Waiters whose position has not been compared with the log yet. */
  const newcomers: Waiter<Scope>[] = []
  /** Whether a check for all waiters is running, and whether another must follow. */
  let checking = false
  let checkAgain = false

  function join(name: string): Followed<Scope> {
    const entry = followed.get(name) ?? { followers: 0, wakeCount: 0, waiting: new Set() }
    entry.followers += 1
    followed.set(name, entry)
    polling ??= setInterval(() => void checkAllForNews(), POLL_MS)
    return entry
  }

  function leave(name: string): void {
    const entry = followed.get(name)!
    entry.followers -= 1
    if (entry.followers === 0) followed.delete(name)
    if (followed.size > 0) return
    clearInterval(polling)
    polling = undefined
  }

  function read(scope: Scope, after: LogPosition, wakeCount: number): Promise<LogPage<Entry> | null> {
    // The key has the wake count: a read that began before a wake may lack the new entries, so it is not shared after it.
    const key = `${nameOf(scope)} ${wakeCount} ${after.xid} ${after.id}`
    let page = reads.get(key)
    if (!page) {
      page = nullIfFailing(source.readForward(database, scope, after, PAGE)).finally(() => reads.delete(key))
      reads.set(key, page)
    }
    return page
  }

  const nullIfFailing = <Result>(reading: Promise<Result>): Promise<Result | null> =>
    reading.catch((error: unknown) => {
      log.warn({ err: error }, `The ${source.what} could not be read; trying again from the same position.`)
      return null
    })

  /** Resolves at the first wake after wake number `seen`. `verified`: the position is known not to be ahead of the log. */
  function nextWake(
    entry: Followed<Scope>,
    position: FollowPosition<Scope>,
    seen: number,
    verified: boolean,
    complete: (horizon: bigint) => void,
    signal: AbortSignal,
  ): Promise<void> {
    if (entry.wakeCount !== seen || signal.aborted) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const end = () => {
        signal.removeEventListener('abort', wake)
        entry.waiting.delete(waiter)
      }
      const wake = () => (end(), resolve())
      const waiter = { ...position, wake, complete, fail: (error: CursorAhead) => (end(), reject(error)) }
      signal.addEventListener('abort', wake, { once: true })
      entry.waiting.add(waiter)
      if (!verified && newcomers.push(waiter) === 1)
        setImmediate(() => void checkForNews(newcomers.splice(0)))
    })
  }

  /** Wakes the waiters that have news, and fails those whose position is ahead of the log. */
  async function checkForNews(waiters: Waiter<Scope>[]): Promise<void> {
    const groups = [...Map.groupBy(waiters, positionKey).values()]
    if (groups.length === 0) return
    try {
      const news = await source.readNews(
        database,
        groups.map(([first]) => first!),
      )
      const epoch = news.isAhead.includes(true) ? await startOfEpoch(database) : null
      groups.forEach((group, index) => {
        for (const { wake, fail, complete } of group) {
          if (epoch && news.isAhead[index]) fail(new CursorAhead(epoch))
          else if (news.hasNew[index]) wake()
          else complete(news.horizon)
        }
      })
    } catch (error) {
      log.warn({ err: error }, `New entries in the ${source.what} could not be looked up; trying again.`)
    }
  }

  const positionKey = ({ scope, position }: FollowPosition<Scope>) =>
    `${nameOf(scope)} ${position.xid} ${position.id}`

  async function checkAllForNews(): Promise<void> {
    checkAgain = true
    if (checking) return
    checking = true
    while (checkAgain) {
      checkAgain = false
      await checkForNews([...followed.values()].flatMap(({ waiting }) => [...waiting]))
    }
    checking = false
  }

  return {
    subscribers: () => ({
      [source.what]: [...followed.values()].reduce((sum, { followers }) => sum + followers, 0),
    }),
    async *follow(scope, after, signal) {
      const name = nameOf(scope)
      const entry = join(name)
      let position = after
      let verified = after === null
      /** Below this position nothing is missing; null until the first read if the subscriber did not ask for anything older. */
      let completeTo = after === null || after.xid === START_OF_LOG.xid ? null : BigInt(after.xid)
      const complete = (horizon: bigint) => {
        if (completeTo === null || horizon > completeTo) completeTo = horizon
      }
      try {
        while (!signal.aborted) {
          const { wakeCount } = entry
          position ??= await nullIfFailing(source.endOf(database, scope))
          const page = position && (await read(scope, position, wakeCount))
          if (page) {
            completeTo ??= page.floor
            if (completeTo < page.floor) throw new CursorExpired(page.floor)
          }
          for (const found of page?.entries ?? []) {
            if (signal.aborted) return
            position = found
            verified = true
            complete(BigInt(found.xid))
            yield found
          }
          if (page && page.entries.length < PAGE && page.withheld === null) complete(page.horizon)
          if (!page) {
            await delay(BACKOFF_MS, undefined, { signal }).catch(() => {})
            await horizon.untilPast(-1n, signal)
          } else if (page.withheld !== null) {
            await horizon.untilPast(BigInt(page.withheld), signal)
          } else if (page.entries.length < PAGE) {
            await nextWake(entry, { scope, position: position! }, wakeCount, verified, complete, signal)
          }
        }
      } finally {
        leave(name)
      }
    },
    wake(names) {
      // Subscribers that are reading now read once more, because the new entries may be missing from that read. Without
      // names, waiting subscribers are woken only if they really have news.
      for (const name of names ?? followed.keys()) {
        const entry = followed.get(name)
        if (!entry) continue
        entry.wakeCount += 1
        if (names) for (const { wake } of [...entry.waiting]) wake()
      }
      if (!names) void checkAllForNews()
    },
  }
}
