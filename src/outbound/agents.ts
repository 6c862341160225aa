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
  keepAlive: AnsweringAgent
  /** Makes a new connection for every request. */
  singleUse: AnsweringAgent
  /** Destroys every connection, used or not. */
  destroy(): void
}

/**
 * No limit of sockets per host: requests would queue here while their deadlines run, and a slow receiver would delay all
 * others on its host. The caller limits the number of requests under way.
 */
export function createAgents({ extraCa, idleMs, maximumHeaderBytes }: AgentsOptions): Agents {
  const connection = {
    // One context for all connections, because reading the authorities takes milliseconds.
    secureContext: createSecureContext({ ca: [...getCACertificates('default'), ...extraCa] }),
    // Explicit, so that NODE_TLS_REJECT_UNAUTHORIZED can't turn it off.
    rejectUnauthorized: true,
    // No TLS session resumption: it skips the certificate check, and the certificate may have expired or changed.
    maxCachedSessions: 0,
    // With the default of 250 ms, distant receivers with several addresses fail.
    autoSelectFamilyAttemptTimeout: 1_000,
  }
  const keepAlive = new AnsweringAgent(
    { ...connection, keepAlive: true, timeout: idleMs },
    maximumHeaderBytes,
  )
  const singleUse = new AnsweringAgent({ ...connection, keepAlive: false }, maximumHeaderBytes)
  return {
    keepAlive,
    singleUse,
    destroy() {
      keepAlive.destroy()
      singleUse.destroy()
    },
  }
}
