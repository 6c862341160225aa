/** The attempts this process makes now. */
export interface UnderWay {
  run<T>(deliveryId: string, attempt: () => Promise<T>): Promise<T>
  /** Ids of the deliveries they belong to. */
  deliveries(): string[]
  /** Resolves when there is none. */
  none(): Promise<void>
}

export function createUnderWay(): UnderWay {
  const running = new Map<object, string>()
  const waiting = new Set<() => void>()
  return {
    async run(deliveryId, attempt) {
      const token = {}
      running.set(token, deliveryId)
      try {
        return await attempt()
      } finally {
        running.delete(token)
        if (running.size === 0) {
          for (const resolve of waiting) resolve()
          waiting.clear()
        }
      }
    },
    deliveries: () => [...running.values()],
    none: () => (running.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve))),
  }
}
