/** How many more attempts may be started now for one organization: those listed, and any other. */
export interface StartCapacity {
  byOrganization: Record<string, number>
  other: number
}

/** Which of the attempts this process may make at once are taken, and by whom. */
export interface Quota {
  /** How many more attempts this process may make now. */
  free(): number
  /**
   * How many of them each organization may have. An organization gets no more slots than stay free for all others: the
   * only busy one has half of them, of two busy ones each has a third. So however many of its receivers hang, the next
   * organization finds a free slot.
   */
  capacity(): StartCapacity
  /** Takes a slot for a delivery that is about to be started here. */
  acquire(deliveryId: string, organizationId: string): void
  /** Releases the slot that was acquired for a delivery; does nothing if there is none. */
  release(deliveryId: string): void
  /** Runs a delivery's attempt in the slot acquired for it, or in one more: what Temporal hands out is run. */
  run<T>(deliveryId: string, attempt: () => Promise<T>): Promise<T>
  /** Calls `listener` whenever there may be capacity again: in this worker, for an organization, or at an attempt's webhook. */
  onCapacity(listener: () => void): void
}

/** An attempt begins within milliseconds of its start. If it never does, another worker has it, and its slot is free. */
const TAKEN_MS = 30_000

/**
 * The pace of an organization: so many starts at once, one more for each attempt that ends, and one more whenever this
 * time has passed. Receivers that answer never notice. Attempts that hang begin one by one, and so end one by one: a
 * hundred that time out in one moment would be in front of everybody else's for a second.
 */
const STARTS_AT_ONCE = 8
const PACE_MS = 100

interface Share {
  running: number
  /** Starts it has left, as of `since` (performance.now()). */
  starts: number
  since: number
}

/** `limit`: most attempts this process makes at once. */
export function createQuota(limit: number): Quota {
  /** By delivery: whose it is, null where another worker started it; and what releases the slot if it never begins. */
  const taken = new Map<string, { organizationId: string | null; timer?: NodeJS.Timeout }>()
  const shares = new Map<string, Share>()
  const listeners: (() => void)[] = []

  function tellCapacity(): void {
    for (const listener of listeners) listener()
  }

  /** As of now: time has given starts back, up to all of them. */
  function shareOf(organizationId: string): Share {
    const now = performance.now()
    const share = shares.get(organizationId) ?? { running: 0, starts: STARTS_AT_ONCE, since: now }
    share.starts = Math.min(STARTS_AT_ONCE, share.starts + (now - share.since) / PACE_MS)
    share.since = now
    shares.set(organizationId, share)
    return share
  }

  /** When the organization has a start again. Timers may come early by what their turn of the event loop took. */
  function tellWhenPaced(organizationId: string): void {
    const { starts } = shareOf(organizationId)
    if (starts >= 1) tellCapacity()
    else setTimeout(() => tellWhenPaced(organizationId), (1 - starts) * PACE_MS).unref()
  }

  function release(deliveryId: string): void {
    const slot = taken.get(deliveryId)
    if (!slot) return
    clearTimeout(slot.timer)
    taken.delete(deliveryId)
    if (slot.organizationId !== null) {
      const share = shareOf(slot.organizationId)
      share.running -= 1
      share.starts += 1
    }
    tellCapacity()
  }

  const free = () => Math.max(limit - taken.size, 0)
  const halfOfFree = (running: number) => Math.max(Math.floor((free() - running + 1) / 2), 0)

  return {
    free,
    capacity() {
      const byOrganization: Record<string, number> = {}
      for (const organizationId of shares.keys()) {
        const { running, starts } = shareOf(organizationId)
        if (running === 0 && starts === STARTS_AT_ONCE) shares.delete(organizationId)
        else byOrganization[organizationId] = Math.min(halfOfFree(running), Math.floor(starts))
      }
      return { byOrganization, other: Math.min(halfOfFree(0), STARTS_AT_ONCE) }
    },
    acquire(deliveryId, organizationId) {
      if (taken.has(deliveryId)) return
      const timer = setTimeout(() => release(deliveryId), TAKEN_MS).unref()
      taken.set(deliveryId, { organizationId, timer })
      const share = shareOf(organizationId)
      share.running += 1
      share.starts -= 1
      if (share.starts < 1) tellWhenPaced(organizationId)
    },
    release,
    async run(deliveryId, attempt) {
      clearTimeout(taken.get(deliveryId)?.timer)
      if (!taken.has(deliveryId)) taken.set(deliveryId, { organizationId: null })
      try {
        return await attempt()
      } finally {
        release(deliveryId)
      }
    },
    onCapacity(listener) {
      listeners.push(listener)
    },
  }
}
