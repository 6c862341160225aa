import { Semaphore, withTimeout } from 'async-mutex'

/** One semaphore per owner, kept only while some of its permits are in use. */
export interface OwnerSemaphores {
  /** Waits for free permits. Resolves with a function that releases them. Throws `timeout.error` after `timeout.ms`. */
  acquire(owner: string, permits: number, timeout?: { ms: number; error: Error }): Promise<() => void>
}

export function createOwnerSemaphores(size: number): OwnerSemaphores {
  const semaphores = new Map<string, Semaphore>()

  return {
    async acquire(owner, permits, timeout) {
      const semaphore = semaphores.get(owner) ?? new Semaphore(size)
      semaphores.set(owner, semaphore)
      const limited = timeout ? withTimeout(semaphore, timeout.ms, timeout.error) : semaphore
      const [, release] = await limited.acquire(permits)
      return () => {
        release()
        if (semaphore.getValue() === size) semaphores.delete(owner)
      }
    },
  }
}
