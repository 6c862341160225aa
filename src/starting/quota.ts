/** How many more attempts may be started now for one organization: those listed, and any other. */
export interface StartRoom {
  byOrganization: Record<string, number>
  other: number
}

/** The attempts this process makes at once, and whose they are. */
export interface Slots {
  free(): number
  /**
   * An organization gets no more slots than are left free for all others: alone it has half of them, of two busy ones
   * each has a third. So however many of its receivers hang, the next organization finds a free slot.
   */
  room(): StartRoom
  /** Takes a slot for a delivery that is about to be started here. */
  take(deliveryId: string, organizationId: string): void
  /** Gives back the slot that was taken for a delivery; nothing if there is none. */
  giveBack(deliveryId: string): void
  /** Runs a delivery's attempt in the slot taken for it, or in one more: what Temporal hands out is run. */
  run<T>(deliveryId: string, attempt: () => Promise<T>): Promise<T>
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

/** `onRoom` is called whenever there may be room again: in this worker, for an organization, or at the attempt's webhook. */
export function createSlots(limit: number, onRoom: () => void): Slots {
  /** By delivery: whose it is, null where another worker started it; and what gives the slot back if it never begins. */
  const taken = new Map<string, { organizationId: string | null; timer?: NodeJS.Timeout }>()
  const shares = new Map<string, Share>()

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
    if (starts >= 1) onRoom()
    else setTimeout(() => tellWhenPaced(organizationId), (1 - starts) * PACE_MS).unref()
  }

  function giveBack(deliveryId: string): void {
    const slot = taken.get(deliveryId)
    if (!slot) return
    clearTimeout(slot.timer)
    taken.delete(deliveryId)
    if (slot.organizationId !== null) {
      const share = shareOf(slot.organizationId)
      share.running -= 1
      share.starts += 1
    }
    onRoom()
  }

  const free = () => Math.max(limit - taken.size, 0)
  const halfOfFree = (running: number) => Math.max(Math.floor((free() - running + 1) / 2), 0)

  return {
    free,
    room() {
      const byOrganization: Record<string, number> = {}
      for (const organizationId of shares.keys()) {
        const { running, starts } = shareOf(organizationId)
        if (running === 0 && starts === STARTS_AT_ONCE) shares.delete(organizationId)
        else byOrganization[organizationId] = Math.min(halfOfFree(running), Math.floor(starts))
      }
      return { byOrganization, other: Math.min(halfOfFree(0), STARTS_AT_ONCE) }
    },
    take(deliveryId, organizationId) {
      if (taken.has(deliveryId)) return
      const timer = setTimeout(() => giveBack(deliveryId), TAKEN_MS).unref()
      taken.set(deliveryId, { organizationId, timer })
      const share = shareOf(organizationId)
      share.running += 1
      share.starts -= 1
      if (share.starts < 1) tellWhenPaced(organizationId)
    },
    giveBack,
    async run(deliveryId, attempt) {
      clearTimeout(taken.get(deliveryId)?.timer)
      if (!taken.has(deliveryId)) taken.set(deliveryId, { organizationId: null })
      try {
        return await attempt()
      } finally {
        giveBack(deliveryId)
      }
    },
  }
}
