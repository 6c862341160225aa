import { LRUCache } from 'lru-cache'
import { parseBacklog, type Backlog } from './backlog.ts'

/** Keeps publishers from being faster than the workers. */
export interface PublishPace {
  /** Takes what workers say; see backlog.ts. */
  hear(backlogs: ReadonlySet<string>): void
  /**
   * Resolves when the organization may store so many events: at once, unless workers are behind with its deliveries. Throws
   * TooFast if that would be long.
   */
  take(organizationId: string, events: number): Promise<void>
  /** Notes how many deliveries the events have that were stored. */
  stored(organizationId: string, events: number, deliveries: number): void
}

/** Thrown when an organization's workers are far behind. Nothing was stored. */
export class TooFast extends Error {
  readonly retryAfterSeconds: number
  constructor(retryAfterSeconds: number) {
    super('deliveries are started more slowly than events are published')
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** What a worker said counts for this time, in milliseconds; it says it again four times a second while it is so. */
const VALID_MS = 1_500

/** The longest a publisher waits, in milliseconds; it is refused otherwise. */
const LONGEST_WAIT_MS = 3_000

/** An organization may always publish events with so many deliveries a second, through each API process. */
const SLOWEST_PER_SECOND = 10

/** What has waited this much longer than a second halves the pace, so that the others catch up; in milliseconds. */
const HALVED_AT_MS = 4_000
const SECOND = 1_000

interface Pace {
  /** What each worker said last, and when. */
  said: Map<string, Backlog & { at: number }>
  /** When the next event may be stored, by performance.now(). */
  freeAt: number
}

/**
 * While nobody says that deliveries are late, nothing waits. Otherwise an organization's events are stored as fast as its
 * deliveries are started; the longer they wait the slower, down to half as fast.
 */
export function createPublishPace(): PublishPace {
  const paces = new Map<string, Pace>()
  /** Deliveries of an event, on average of the last ones. */
  const fanOut = new LRUCache<string, number>({ max: 10_000 })

  function paceOf(organizationId: string): { pace: Pace; perSecond: number } | null {
    const pace = paces.get(organizationId)
    if (!pace) return null
    const now = performance.now()
    const said = [...pace.said.values()].filter(({ at }) => at > now - VALID_MS)
    if (said.length === 0) {
      paces.delete(organizationId)
      return null
    }
    const started = said.reduce((sum, { perSecond }) => sum + perSecond, 0)
    const lateMs = Math.max(...said.map((each) => each.lateMs)) - SECOND
    const share = 1 / (1 + Math.min(Math.max(lateMs, 0) / HALVED_AT_MS, 1))
    return { pace, perSecond: Math.max(started * share, SLOWEST_PER_SECOND) }
  }

  return {
    hear(backlogs) {
      const at = performance.now()
      for (const organizationId of paces.keys()) paceOf(organizationId) // forgets those that are not late any more
      for (const backlog of [...backlogs].map(parseBacklog)) {
        if (!backlog) continue
        const pace = paces.get(backlog.organizationId) ?? { said: new Map(), freeAt: at }
        pace.said.set(backlog.worker, { ...backlog, at })
        paces.set(backlog.organizationId, pace)
      }
    },
    async take(organizationId, events) {
      const slowed = paceOf(organizationId)
      if (!slowed) return
      const { pace, perSecond } = slowed
      const now = performance.now()
      const waitMs = Math.max(pace.freeAt - now, 0)
      if (waitMs > LONGEST_WAIT_MS) throw new TooFast(Math.ceil(waitMs / SECOND))
      const deliveries = events * (fanOut.get(organizationId) ?? 1)
      pace.freeAt = now + waitMs + (deliveries / perSecond) * SECOND
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    },
    stored(organizationId, events, deliveries) {
      const each = deliveries / events
      const known = fanOut.get(organizationId)
      fanOut.set(organizationId, known === undefined ? each : known + (each - known) / 8)
    },
  }
}
