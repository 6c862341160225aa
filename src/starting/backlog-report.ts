import { formatBacklog, type Backlog } from '../events/backlog.ts'

/** Which deliveries this worker could not start in time, although their webhooks could take them. */
export interface BacklogReport {
  /** Notes what a claim could not take: how long the oldest delivery has waited, in milliseconds, by organization. */
  late(waitingMs: Readonly<Record<string, number>>): void
  /** Notes that a delivery was started: its workflow, or its first attempt in the direct lane. */
  started(organizationId: string): void
  close(): void
}

/** The API is told so often while deliveries are late, in milliseconds. */
const INTERVAL_MS = 250

/** The pace of an organization is measured over this time, in milliseconds. */
const WINDOW_MS = 1_000

/**
 * Tells API processes which organizations publish faster than their deliveries are started, and how fast that is, so that they
 * slow down the publishers (publish-pace.ts). Says nothing while nothing is late, nor while nothing can be started because
 * Temporal is away: publishing goes on then.
 */
export function createBacklogReport(worker: string, tell: (backlogs: string[]) => void): BacklogReport {
  /** The newest last. */
  let starts: { organizationId: string; at: number }[] = []
  let lates = new Map<string, { ms: number; at: number }>()

  function report(): void {
    const since = performance.now() - WINDOW_MS
    starts = starts.filter(({ at }) => at > since)
    lates = new Map([...lates].filter(([, { at }]) => at > since))
    if (lates.size === 0) return
    const counts = Map.groupBy(starts, ({ organizationId }) => organizationId)
    const backlogs = [...counts].flatMap(([organizationId, { length }]): Backlog[] => {
      const late = lates.get(organizationId)
      return late
        ? [{ worker, organizationId, lateMs: late.ms, perSecond: (length * 1_000) / WINDOW_MS }]
        : []
    })
    if (backlogs.length > 0) tell(backlogs.map(formatBacklog))
  }

  const timer = setInterval(report, INTERVAL_MS).unref()
  return {
    late(waitingMs) {
      const at = performance.now()
      for (const [organizationId, ms] of Object.entries(waitingMs)) lates.set(organizationId, { ms, at })
    },
    started(organizationId) {
      starts.push({ organizationId, at: performance.now() })
    },
    close: () => clearInterval(timer),
  }
}
