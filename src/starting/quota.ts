/** How many more attempts may start now for each listed organization, and for any `other`. */
export interface StartCapacity {
  byOrganization: Record<string, number>
  other: number
}

/** The slots for concurrent attempts of this process, and which organization uses them. */
export interface Quota {
  /** How many more attempts this process may make now. */
  free(): number
  /** How many more attempts of replays this process may make now: at most a quarter of its slots are for them. */
  freeForReplays(): number
  /**
   * How many of them each organization may start. An organization gets at most twice as many slots as stay free for all
   * others; one of whose attempts timed out lately as many as stay free. So another organization always finds a free slot, and
   * what hangs has half of them.
   */
  capacity(): StartCapacity
  /** The deliveries whose attempts have their answer and are being recorded: their receivers are free for others. */
  answered(): string[]
  /** Notes that an attempt of the organization timed out. */
  timedOut(organizationId: string): void
  /** Acquires a slot for a delivery that is about to be started here. `replayed`: for a replay. */
  acquire(deliveryId: string, organizationId: string, replayed?: boolean): void
  /** Releases the slot that was acquired for a delivery; does nothing if there is none. */
  release(deliveryId: string): void
  /** Releases the slot of a delivery whose attempt has its answer, which counts as answered until `run` ends. Does nothing without a slot. */
  answer(deliveryId: string): void
  /** Runs a delivery's attempt in its acquired slot. Without one it takes an extra slot: Temporal's tasks always run. */
  run<T>(deliveryId: string, attempt: () => Promise<T>): Promise<T>
  /** How many attempts it makes now, and how many more it may. */
  slots(): { used: number; free: number }
  /** Calls `listener` whenever there may be capacity again: of this worker, an organization or a webhook. */
  onCapacity(listener: () => void): void
}

/** An attempt begins milliseconds after its start. If it does not begin within this time, another worker makes it. */
const SLOT_TIMEOUT_MS = 30_000

/** An organization's part of the slots that others leave. */
const SHARE = 2 / 3
const TIMED_OUT_SHARE = 1 / 2

/** The part of the slots that deliveries of replays may have. */
const REPLAYED_SHARE = 1 / 4

/** A timeout counts for this time, in milliseconds. */
const TIMEOUT_COUNTS_MS = 60_000

/** `limit`: maximum of concurrent attempts of this process. */
export function createQuota(limit: number): Quota {
  /** Slots by delivery. `organizationId`: null if another worker started it. `timer`: releases a slot that is not used. */
  const slots = new Map<
    string,
    { organizationId: string | null; replayed?: boolean; timer?: NodeJS.Timeout }
  >()
  /** Slots in use for replays. */
  let replaying = 0
  /** Slots in use by organization. */
  const running = createCounts()
  /** Deliveries whose attempts are being recorded. */
  const recording = new Set<string>()
  /** Organizations that had a timeout lately, and until when it counts, by performance.now(). */
  const timeouts = new Map<string, number>()
  const listeners: (() => void)[] = []

  function notifyListeners(): void {
    for (const listener of listeners) listener()
  }

  function release(deliveryId: string): void {
    const slot = slots.get(deliveryId)
    if (!slot) return
    clearTimeout(slot.timer)
    slots.delete(deliveryId)
    if (slot.replayed) replaying -= 1
    if (slot.organizationId !== null) running.remove(slot.organizationId)
    notifyListeners()
  }

  /** What waits to be recorded holds memory. Up to `limit` of it are free; more count as if they were under way. */
  const free = () => Math.max(limit - slots.size - Math.max(recording.size - limit, 0), 0)
  const more = (used: number, share: number) => Math.max(Math.ceil((free() + used) * share) - used, 0)

  return {
    free,
    slots: () => ({ used: slots.size, free: free() }),
    capacity() {
      const byOrganization: Record<string, number> = {}
      const now = performance.now()
      for (const [organizationId, until] of timeouts)
        if (until < now) timeouts.delete(organizationId)
        else byOrganization[organizationId] = more(0, TIMED_OUT_SHARE)
      for (const [organizationId, used] of running.entries())
        byOrganization[organizationId] = more(used, timeouts.has(organizationId) ? TIMED_OUT_SHARE : SHARE)
      return { byOrganization, other: more(0, SHARE) }
    },
    answered: () => [...recording],
    timedOut: (organizationId) => void timeouts.set(organizationId, performance.now() + TIMEOUT_COUNTS_MS),
    freeForReplays: () => Math.max(Math.min(Math.ceil(limit * REPLAYED_SHARE) - replaying, free()), 0),
    acquire(deliveryId, organizationId, replayed = false) {
      if (slots.has(deliveryId)) return
      const timer = setTimeout(() => release(deliveryId), SLOT_TIMEOUT_MS).unref()
      slots.set(deliveryId, { organizationId, replayed, timer })
      if (replayed) replaying += 1
      running.add(organizationId)
    },
    release,
    answer(deliveryId) {
      if (!slots.has(deliveryId)) return
      recording.add(deliveryId)
      release(deliveryId)
    },
    async run(deliveryId, attempt) {
      clearTimeout(slots.get(deliveryId)?.timer)
      if (!slots.has(deliveryId)) slots.set(deliveryId, { organizationId: null })
      try {
        return await attempt()
      } finally {
        recording.delete(deliveryId)
        release(deliveryId)
      }
    },
    onCapacity(listener) {
      listeners.push(listener)
    },
  }
}

/** Counts by name; names with nothing left are forgotten. */
function createCounts() {
  const counts = new Map<string, number>()
  return {
    entries: () => [...counts],
    add: (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1),
    remove(name: string) {
      const left = (counts.get(name) ?? 0) - 1
      if (left > 0) counts.set(name, left)
      else counts.delete(name)
    },
  }
}
