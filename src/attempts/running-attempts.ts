/** The attempts that this process is making. */
export interface RunningAttempts {
  run<T>(deliveryId: string, attempt: () => Promise<T>): Promise<T>
  /** Ids of their deliveries. */
  deliveries(): string[]
  /** Resolves when no attempt is running. */
  none(): Promise<void>
}

export function createRunningAttempts(): RunningAttempts {
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
