import { createHash } from 'node:crypto'

/**
 * The listener's name: of the machine and the forwarding address, so that the same command finds the same listener again, with what has
 * waited for it. A hash, so that the machine's name stays here.
 */
export const listenerName = (machine: string, forwardTo: URL): string =>
  createHash('sha256').update(`${machine}\n${forwardTo.href}`).digest('hex').slice(0, 32)
