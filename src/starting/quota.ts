/** How many more attempts may start now for each listed organization, and for any `other`. */
export interface StartCapacity {
  byOrganization: Record<string, number>
  other: number
}

/** The slots for concurrent attempts of this process, and which organization uses them. */
export interface Quota {
  /** How many more attempts this process may make now. */
  free(): number
  /**
   * How many of them each organization may start. An organization gets at most as many slots as stay free for all others:
   * a single busy organization has half of them, two busy ones have a third each. So another organization always finds a
   * free slot, however many receivers hang.
   */
  capacity(): StartCapacity
  /** Acquires a slot for a delivery that is about to be started here. */
  acquire(deliveryId: string, organizationId: string): void
  /** Releases the slot that was acquired for a delivery; does nothing if there is none. */
  release(deliveryId: string): void
  /** Runs a delivery's attempt in its acquired slot. Without one it takes an extra slot: Temporal's tasks always run. */
  run<T>(deliveryId: string, attempt: () => Promise<T>): Promise<T>
  /** Calls `listener` whenever there may be capacity again: of this worker, an organization or a webhook. */
  onCapacity(listener: () => void): void
}

/** An attempt begins milliseconds after its start. If it does not begin within this time, another worker makes it. */
const SLOT_TIMEOUT_MS = 30_000

/**
 * Throttle of an organization: a burst of starts, then one more for each attempt that ends and one more per interval.
 * Receivers that answer are not slowed. Hanging attempts begin one by one, and so time out one by one: a hundred timeouts
 * at once would delay all other organizations for a second.
 */
const START_BURST = 8
const START_INTERVAL_MS = 100

interface Usage {
  running: number
  /** Starts that the throttle allows, as of `updatedAt` (performance.now()). */
  starts: number
  updatedAt: number
}

/** `limit`: maximum of concurrent attempts of this process. */
export function createQuota(limit: number): Quota {
  /** Slots by delivery. `organizationId`: null if another worker started it. `timer`: releases a slot that is not used. */
  const slots = new Map<string, { organizationId: string | null; timer?: NodeJS.Timeout }>()
  const usages = new Map<string, Usage>()
  const listeners: (() => void)[] = []

  function notifyListeners(): void {
    for (const listener of listeners) listener()
  }

  /** The organization's usage, with the starts that the passed time adds. */
  function usageOf(organizationId: string): Usage {
    const now = performance.now()
    const usage = usages.get(organizationId) ?? { running: 0, starts: START_BURST, updatedAt: now }
    usage.starts = Math.min(START_BURST, usage.starts + (now - usage.updatedAt) / START_INTERVAL_MS)
    usage.updatedAt = now
    usages.set(organizationId, usage)
    return usage
  }

  /** Notifies the listeners when the throttle allows a start again. Timers may fire slightly early, so it checks again. */
  function notifyWhenStartAllowed(organizationId: string): void {
    const { starts } = usageOf(organizationId)
    if (starts >= 1) notifyListeners()
    else setTimeout(() => notifyWhenStartAllowed(organizationId), (1 - starts) * START_INTERVAL_MS).unref()
  }

  function release(deliveryId: string): void {
    const slot = slots.get(deliveryId)
    if (!slot) return
    clearTimeout(slot.timer)
    slots.delete(deliveryId)
    if (slot.organizationId !== null) {
      const usage = usageOf(slot.organizationId)
      usage.running -= 1
      usage.starts += 1
    }
    notifyListeners()
  }

  const free = () => Math.max(limit - slots.size, 0)
  const halfOfFree = (running: number) => Math.max(Math.floor((free() - running + 1) / 2), 0)

  return {
    free,
    capacity() {
      const byOrganization: Record<string, number> = {}
      for (const organizationId of usages.keys()) {
        const { running, starts } = usageOf(organizationId)
        if (running === 0 && starts === START_BURST) usages.delete(organizationId)
        else byOrganization[organizationId] = Math.min(halfOfFree(running), Math.floor(starts))
      }
      return { byOrganization, other: Math.min(halfOfFree(0), START_BURST) }
    },
    acquire(deliveryId, organizationId) {
      if (slots.has(deliveryId)) return
      const timer = setTimeout(() => release(deliveryId), SLOT_TIMEOUT_MS).unref()
      slots.set(deliveryId, { organizationId, timer })
      const usage = usageOf(organizationId)
      usage.running += 1
      usage.starts -= 1
      if (usage.starts < 1) notifyWhenStartAllowed(organizationId)
    },
    release,
    async run(deliveryId, attempt) {
      clearTimeout(slots.get(deliveryId)?.timer)
      if (!slots.has(deliveryId)) slots.set(deliveryId, { organizationId: null })
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
