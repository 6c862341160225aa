import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { endOfLog, readLogForward, type LoggedAttempt, type FollowScope, type LogPage } from './read-log.ts'
import type { LogPosition } from './log-position.ts'
import { createLogHorizon } from './log-horizon.ts'
import { readLogNews, startOfEpoch, type LogStand } from './log-news.ts'

/** The delivery log as it grows. */
export interface LiveLog {
  /**
   * Every attempt after `after` (null: after now), then each new one, until `signal` aborts. Every attempt comes once:
   * the stream is nothing but reads that begin where the last one ended, so no reconnection can make a gap. Throws
   * CursorAhead when what comes next would not come after `after`, or after what has come.
   */
  follow(scope: FollowScope, after: LogPosition | null, signal: AbortSignal): AsyncGenerator<LoggedAttempt>
  /** New attempts of the webhooks and organizations named, or of any when null. */
  wake(names: Set<string> | null): void
}

/** The follower stands after what this log has given out: it was restored to an earlier time, or the cursor is not of it. */
export class CursorAhead extends Error {
  /** Before everything that was logged since. */
  readonly resumeAfter: LogPosition
  constructor(resumeAfter: LogPosition) {
    super('The position is ahead of the log.')
    this.resumeAfter = resumeAfter
  }
}

/** Attempts read at once. A subscriber holds one page in memory at the most. */
const PAGE = 100

/** Looks for news of all followers this often, in milliseconds: a worker may have died between logging and telling. */
const POLL_MS = 5_000

/** How soon to read again after Postgres failed, in milliseconds. */
const FAILED_MS = 500

/** A log that is followed: by how many, how often it was woken, and who waits for the next time. */
interface Followed {
  followers: number
  count: number
  waiting: Set<Waiter>
}

interface Waiter extends LogStand {
  wake(): void
  fail(error: CursorAhead): void
}

export function createLiveLog(database: Database, log: Logger): LiveLog {
  const followed = new Map<string, Followed>()
  /** Reads under way: subscribers that stand at the same place share one. */
  const reads = new Map<string, Promise<LogPage | null>>()
  const horizon = createLogHorizon(database, log)
  let polling: NodeJS.Timeout | undefined
  /** Those whose cursor has not been compared with the log yet. */
  const newcomers: Waiter[] = []
  /** Whether news of all are looked for, and have to be again. */
  let looking = false
  let lookAgain = false

  const nameOf = (scope: FollowScope) => ('webhookId' in scope ? scope.webhookId : scope.organizationId)

  function join(name: string): Followed {
    const entry = followed.get(name) ?? { followers: 0, count: 0, waiting: new Set() }
    entry.followers += 1
    followed.set(name, entry)
    polling ??= setInterval(() => void lookForAll(), POLL_MS)
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

  function read(scope: FollowScope, after: LogPosition, wakeCount: number): Promise<LogPage | null> {
    // The count: a read that began before a wake may lack what the wake tells of, and must not serve who came after.
    const key = `${nameOf(scope)} ${wakeCount} ${after.xid} ${after.id}`
    let page = reads.get(key)
    if (!page) {
      page = unlessFailing(readLogForward(database, scope, after, PAGE)).finally(() => reads.delete(key))
      reads.set(key, page)
    }
    return page
  }

  const unlessFailing = <Result>(reading: Promise<Result>): Promise<Result | null> =>
    reading.catch((error: unknown) => {
      log.warn({ err: error }, 'The delivery log could not be read; trying again from the same place.')
      return null
    })

  /** Resolves at the next wake after the one counted as `seen`. `proven`: the position is known not to be ahead. */
  function nextWake(
    entry: Followed,
    stand: LogStand,
    seen: number,
    proven: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    if (entry.count !== seen || signal.aborted) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const end = () => {
        signal.removeEventListener('abort', wake)
        entry.waiting.delete(waiter)
      }
      const wake = () => (end(), resolve())
      const waiter = { ...stand, wake, fail: (error: CursorAhead) => (end(), reject(error)) }
      signal.addEventListener('abort', wake, { once: true })
      entry.waiting.add(waiter)
      if (!proven && newcomers.push(waiter) === 1) setImmediate(() => void lookFor(newcomers.splice(0)))
    })
  }

  /** Wakes those of the waiters who have news, and fails those who are ahead. */
  async function lookFor(waiters: Waiter[]): Promise<void> {
    const stands = [...Map.groupBy(waiters, standOf).values()]
    if (stands.length === 0) return
    try {
      const news = await readLogNews(
        database,
        stands.map(([first]) => first!),
      )
      const epoch = news.ahead.includes(true) ? await startOfEpoch(database) : null
      stands.forEach((those, index) => {
        for (const { wake, fail } of those) {
          if (epoch && news.ahead[index]) fail(new CursorAhead(epoch))
          else if (news.fresh[index]) wake()
        }
      })
    } catch (error) {
      log.warn({ err: error }, 'News of the delivery log could not be looked for; trying again.')
    }
  }

  const standOf = ({ scope, position }: LogStand) => `${nameOf(scope)} ${position.xid} ${position.id}`

  async function lookForAll(): Promise<void> {
    lookAgain = true
    if (looking) return
    looking = true
    while (lookAgain) {
      lookAgain = false
      await lookFor([...followed.values()].flatMap(({ waiting }) => [...waiting]))
    }
    looking = false
  }

  return {
    async *follow(scope, after, signal) {
      const name = nameOf(scope)
      const entry = join(name)
      let position = after
      let proven = after === null
      try {
        while (!signal.aborted) {
          const { count } = entry
          position ??= await unlessFailing(endOfLog(database, scope))
          const page = position && (await read(scope, position, count))
          for (const attempt of page?.attempts ?? []) {
            if (signal.aborted) return
            position = attempt
            proven = true
            yield attempt
          }
          if (!page) {
            await delay(FAILED_MS, undefined, { signal }).catch(() => {})
            await horizon.untilPast(-1n, signal)
          } else if (page.withheld !== null) {
            await horizon.untilPast(BigInt(page.withheld), signal)
          } else if (page.attempts.length < PAGE) {
            await nextWake(entry, { scope, position: position! }, count, proven, signal)
          }
        }
      } finally {
        leave(name)
      }
    },
    wake(names) {
      // Who reads now reads again: what is told of may be newer. Where anything may have happened, who waits is woken
      // only if something has.
      for (const name of names ?? followed.keys()) {
        const entry = followed.get(name)
        if (!entry) continue
        entry.count += 1
        if (names) for (const { wake } of [...entry.waiting]) wake()
      }
      if (!names) void lookForAll()
    },
  }
}
