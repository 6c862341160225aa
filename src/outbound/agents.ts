import { createSecureContext, getCACertificates } from 'node:tls'
import { AnsweringAgent } from './answering-agent.ts'

export interface AgentsOptions {
  /** Certificate authorities (PEM) trusted besides the public ones. */
  extraCa: readonly string[]
  /** How long an unused connection is kept, in milliseconds. */
  idleMs: number
  /** Largest status line and headers of an answer, in bytes. */
  maximumHeaderBytes: number
}

export interface Agents {
  /** Reuses connections. */
  kept: AnsweringAgent
  /** Makes a new connection for every request. */
  unkept: AnsweringAgent
  /** Destroys every connection, used or not. */
  destroy(): void
}

/**
 * No limit of sockets per host: a queue in here would spend the deadlines of all receivers that share a host on the
 * slowest of them. Whoever calls bounds what is under way.
 */
export function createAgents({ extraCa, idleMs, maximumHeaderBytes }: AgentsOptions): Agents {
  const connection = {
    // One context for all: reading the authorities takes milliseconds, too long for every connection.
    secureContext: createSecureContext({ ca: [...getCACertificates('default'), ...extraCa] }),
    // Said aloud so that NODE_TLS_REJECT_UNAUTHORIZED cannot unsay it.
    rejectUnauthorized: true,
    // A resumed TLS session skips the check of a certificate that may have expired or changed since.
    maxCachedSessions: 0,
    // The default of 250 ms gives up on far receivers whose name has several addresses.
    autoSelectFamilyAttemptTimeout: 1_000,
  }
  const kept = new AnsweringAgent({ ...connection, keepAlive: true, timeout: idleMs }, maximumHeaderBytes)
  const unkept = new AnsweringAgent({ ...connection, keepAlive: false }, maximumHeaderBytes)
  return {
    kept,
    unkept,
    destroy() {
      kept.destroy()
      unkept.destroy()
    },
  }
}
