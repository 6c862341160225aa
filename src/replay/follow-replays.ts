import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { readBy } from '../database/read-by.ts'
import { Replay } from './replay.ts'

/** Replays, followed live. */
export interface FollowReplays {
  /**
   * Yields the replay at once, then each second while it is RUNNING and otherwise when it has changed, until it has ended, is deleted or
   * `signal` aborts.
   */
  follow(replay: Replay, signal: AbortSignal): AsyncGenerator<Replay>
}

/** How often replays with followers are read, in milliseconds: all of them in one statement, however many follow. */
const POLL_MS = 1_000

/** A replay that is followed: its newest state, and who waits for the next. */
interface Followed {
  newest: Replay
  /** Whether it was deleted, with its organization. */
  gone: boolean
  followers: number
  waiting: Set<() => void>
}

export function createFollowReplays(database: Database, log: Logger): FollowReplays {
  const followed = new Map<string, Followed>()
  let polling: NodeJS.Timeout | undefined
  let reading = false

  function join(replay: Replay): Followed {
    const entry = followed.get(replay.id) ?? { newest: replay, gone: false, followers: 0, waiting: new Set() }
    entry.followers += 1
    followed.set(replay.id, entry)
    polling ??= setInterval(() => void read(), POLL_MS)
    return entry
  }

  function leave(id: string): void {
    const entry = followed.get(id)!
    entry.followers -= 1
    if (entry.followers === 0) followed.delete(id)
    if (followed.size > 0) return
    clearInterval(polling)
    polling = undefined
  }

  async function read(): Promise<void> {
    if (reading) return
    reading = true
    try {
      const asked = new Map(followed)
      const replays = await readBy(database, Replay, 'id', [...asked.keys()])
      const found = new Map(replays.map((replay) => [replay.id, replay]))
      for (const [id, entry] of asked) {
        const replay = found.get(id)
        entry.gone = !replay
        // The same object for all followers, so that its answer is made once (src/graphql/subscribe.ts).
        if (replay && stateOf(replay) !== stateOf(entry.newest)) entry.newest = replay
        for (const wake of [...entry.waiting]) wake()
      }
    } catch (error) {
      log.warn({ err: error }, 'Replays could not be read for their followers; trying again.')
    }
    reading = false
  }

  return {
    async *follow(replay, signal) {
      const entry = join(replay)
      let sent = ''
      try {
        while (!signal.aborted) {
          const { newest } = entry
          if (newest.status === 'RUNNING' || stateOf(newest) !== sent) {
            sent = stateOf(newest)
            yield newest
          }
          if (hasEnded(newest)) return
          await nextRead(entry, signal)
          if (entry.gone) return
        }
      } finally {
        leave(replay.id)
      }
    },
  }
}

function nextRead({ waiting }: Followed, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      signal.removeEventListener('abort', wake)
      waiting.delete(wake)
      resolve()
    }
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', wake, { once: true })
    waiting.add(wake)
  })
}

/** What a follower can see of it. */
const stateOf = (replay: Replay): string =>
  JSON.stringify([
    replay.status,
    replay.countPosition === null,
    replay.matched,
    replay.queued,
    replay.delivered,
    replay.failed,
    replay.skipped,
    replay.restored,
    replay.ratePerSecond,
    replay.undone,
  ])

/** Whether its figures change no more. */
const hasEnded = ({ status, undone }: Replay): boolean =>
  status === 'COMPLETED' || (status === 'CANCELED' && undone)
