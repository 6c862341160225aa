/** The attempts this process makes at once, and whose they are. */
export interface Slots {
  free(): number
  /** How many slots each organization has. */
  running(): ReadonlyMap<string, number>
  /** Takes a slot for a delivery that is about to be started here. */
  take(deliveryId: string, organizationId: string): void
  /** Gives back the slot that was taken for a delivery; nothing if there is none. */
  giveBack(deliveryId: string): void
  /** Runs a delivery's attempt in the slot taken for it, or in one more: what Temporal hands out is run. */
  run<T>(deliveryId: string, attempt: () => Promise<T>): Promise<T>
}

/** An attempt begins within milliseconds of its start. If it never does, another worker has it, and its slot is free. */
const TAKEN_MS = 30_000

/** `onFree` is called whenever a slot frees up: there may be room in this worker again, or at the attempt's webhook. */
export function createSlots(limit: number, onFree: () => void): Slots {
  /** By delivery: whose it is, null where another worker started it; and what gives the slot back if it never begins. */
  const taken = new Map<string, { organizationId: string | null; timer?: NodeJS.Timeout }>()
  const counts = new Map<string, number>()

  function count(organizationId: string | null, change: 1 | -1): void {
    if (organizationId === null) return
    const next = (counts.get(organizationId) ?? 0) + change
    if (next > 0) counts.set(organizationId, next)
    else counts.delete(organizationId)
  }

  function giveBack(deliveryId: string): void {
    const slot = taken.get(deliveryId)
    if (!slot) return
    clearTimeout(slot.timer)
    taken.delete(deliveryId)
    count(slot.organizationId, -1)
    onFree()
  }

  return {
    free: () => Math.max(limit - taken.size, 0),
    running: () => counts,
    take(deliveryId, organizationId) {
      if (taken.has(deliveryId)) return
      const timer = setTimeout(() => giveBack(deliveryId), TAKEN_MS).unref()
      taken.set(deliveryId, { organizationId, timer })
      count(organizationId, 1)
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
