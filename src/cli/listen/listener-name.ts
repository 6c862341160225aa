import { createHash } from 'node:crypto'

/**
 * The listener's name: of the machine and the forwarding address, so that the same command finds the same listener again, with what has
 * waited for it. A dialect that is asked for is in it too, because a listener keeps its own. A hash, so that the machine's name stays here.
 */
export const listenerName = (machine: string, forwardTo: URL, dialect?: string): string =>
  createHash('sha256')
    .update([machine, forwardTo.href, ...(dialect === undefined ? [] : [dialect])].join('\n'))
    .digest('hex')
    .slice(0, 32)
