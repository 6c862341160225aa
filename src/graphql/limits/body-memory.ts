import { createOwnerSemaphores } from './owner-semaphores.ts'

/** Limits the memory that the bodies of requests under way use. */
export interface BodyMemory {
  /** Waits until the owner may read a body of this size. Resolves with a function that releases the memory. */
  acquire(owner: string, bytes: number): Promise<() => void>
}

/** Bytes per permit; a request needs at least one permit. */
const PERMIT_BYTES = 64 * 1024

/** Permits per owner: 64 MiB, sixteen of the largest bodies. Further requests wait with their bodies unread. */
const PERMITS_PER_OWNER = 1_024

export function createBodyMemory(): BodyMemory {
  const memory = createOwnerSemaphores(PERMITS_PER_OWNER)
  return {
    acquire: (owner, bytes) => memory.acquire(owner, Math.max(Math.ceil(bytes / PERMIT_BYTES), 1)),
  }
}
