import { createOwnerSemaphores } from './owner-semaphores.ts'

/** How much memory the bodies of requests take that are under way. */
export interface BodyMemory {
  /** Resolves when so many bytes more of the owner's may be read, to what gives them back. */
  take(owner: string, bytes: number): Promise<() => void>
}

/** Memory is given out in pieces of so many bytes; a request has one at least. */
const PIECE = 64 * 1024

/** Pieces that the requests of one owner may hold at once: 64 MiB, sixteen of the largest. What comes beyond waits unread. */
const PIECES = 1_024

export function createBodyMemory(): BodyMemory {
  const memory = createOwnerSemaphores(PIECES)
  return {
    take: (owner, bytes) => memory.acquire(owner, Math.max(Math.ceil(bytes / PIECE), 1)),
  }
}
