import { Semaphore, withTimeout } from 'async-mutex'

/** Of each owner a semaphore, forgotten while all its permits are free. */
export interface OwnerSemaphores {
  /** Resolves when so many permits are free, to what releases them. With `patience` it throws its error when that takes too long. */
  acquire(owner: string, permits: number, patience?: { ms: number; error: Error }): Promise<() => void>
}

export function createOwnerSemaphores(size: number): OwnerSemaphores {
  const semaphores = new Map<string, Semaphore>()

  return {
    async acquire(owner, permits, patience) {
      const semaphore = semaphores.get(owner) ?? new Semaphore(size)
      semaphores.set(owner, semaphore)
      const waiting = patience ? withTimeout(semaphore, patience.ms, patience.error) : semaphore
      const [, release] = await waiting.acquire(permits)
      return () => {
        release()
        if (semaphore.getValue() === size) semaphores.delete(owner)
      }
    },
  }
}
