import { isIP } from 'node:net'
import { deniedMessage } from './address-denied.ts'
import type { AddressGuard } from './address-guard.ts'
import { createAgents } from './agents.ts'
import { decompress } from './decompress.ts'
import { exchange } from './exchange.ts'
import { describeEnd } from './failure.ts'
import { guardedLookup } from './guarded-lookup.ts'
import { bareHost } from './host.ts'
import { createLookup, type Lookup } from './lookup.ts'
import type { Failure, Outbound, OutboundRequest, OutboundResult } from './outbound.ts'
import { createPhaseClock } from './phase-clock.ts'

export interface OutboundOptions {
  guard: AddressGuard
  /** Certificate authorities (PEM) trusted besides the public ones. Default none. */
  extraCa?: readonly string[]
  /** How much of an answer's body is read and returned, in bytes. Default 64 KiB. */
  maximumBodyBytes?: number
  /** Largest status line and headers of an answer, in bytes. Default 300 KiB, as curl's. */
  maximumHeaderBytes?: number
  /** How long an unused connection is kept, in milliseconds. Default 4000: many servers close theirs after 5 s. */
  idleMs?: number
  /** Default `createLookup()`. */
  lookup?: Lookup
}

/**
 * Sends requests to unknown, untrusted receivers, over HTTP/1.1 and TLS with keep-alive connections.
 *
 * If a reused connection breaks before the first byte of an answer, the request is sent again once, immediately, on a new
 * connection and within the same deadline. The receiver may then get the request twice, as with any retry, and can
 * recognize it by the idempotency key.
 */
export function createOutbound({
  guard,
  extraCa = [],
  maximumBodyBytes = 64 * 1024,
  maximumHeaderBytes = 300 * 1024,
  idleMs = 4_000,
  lookup = createLookup(),
}: OutboundOptions): Outbound {
  const agents = createAgents({ extraCa, idleMs, maximumHeaderBytes })
  const underWay = new Set<Promise<OutboundResult>>()

  async function post(request: OutboundRequest): Promise<OutboundResult> {
    const clock = createPhaseClock()
    const url = URL.parse(request.url)
    const refusal = refuse(url, guard)
    if (!url || refusal)
      return { response: null, error: refusal, resent: false, remoteAddress: null, latency: clock.read() }

    const deadline = new AbortController()
    const timer = setTimeout(() => deadline.abort(), request.timeoutMs)
    try {
      const body = Buffer.from(request.body, 'utf8')
      const attempt = {
        url,
        headers: [['Host', url.host], ...request.headers, ['Content-Length', String(body.length)]] as const,
        body,
        lookup: guardedLookup(lookup, guard, () => clock.enter('connect')),
        signal: deadline.signal,
        clock,
        maximumBodyBytes,
      }
      const first = await exchange({ ...attempt, agent: agents.keepAlive })
      const last = first.stale ? await exchange({ ...attempt, agent: agents.singleUse }) : first
      const context = { host: url.host, phase: clock.phase, timeoutMs: request.timeoutMs, maximumBodyBytes }
      const error = describeEnd(last, context)
      const latency = clock.read()
      const response = last.response && (await decompress(last.response, maximumBodyBytes))
      return { response, error, resent: first.stale, remoteAddress: last.remoteAddress, latency }
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    post(request) {
      const sent = post(request)
      underWay.add(sent)
      return sent.finally(() => underWay.delete(sent))
    },
    async close() {
      // All end by their deadlines. Cutting them off would be logged as failures of the receivers.
      await Promise.allSettled(underWay)
      agents.destroy()
    },
  }
}

/** Checks what needs no look-up. A literal address is checked here, because sockets call `lookup` only for names. */
function refuse(url: URL | null, guard: AddressGuard): Failure | null {
  if (url?.protocol !== 'https:') {
    return { kind: 'ADDRESS_DENIED', message: 'The webhook has no valid https URL. Correct it.' }
  }
  const verdict = isIP(bareHost(url)) === 0 ? null : guard.check(bareHost(url))
  if (!verdict || verdict.allowed) return null
  return { kind: 'ADDRESS_DENIED', message: deniedMessage(url.host, verdict.range) }
}
