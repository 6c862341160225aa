import type { Failure } from './outbound.ts'
import type { Phase } from './phase-clock.ts'

const KINDS = {
  dns: 'DNS_FAILED',
  connect: 'TIMEOUT_CONNECT',
  tls: 'TIMEOUT_CONNECT',
  response: 'TIMEOUT_RESPONSE',
  body: 'TIMEOUT_BODY',
} as const

const CAUSES: Record<Phase, (host: string, limit: string) => string> = {
  dns: (host, limit) =>
    `The address of ${host} could not be looked up within ${limit}. Check the name servers of its domain.`,
  connect: (host, limit) =>
    `${host} accepted no connection within ${limit}. Check that it is up and that no firewall drops the connection.`,
  tls: (host, limit) =>
    `${host} accepted a connection but did not finish the TLS handshake within ${limit}. Check that the port speaks HTTPS.`,
  response: (host, limit) =>
    `${host} did not answer within ${limit}. Answer at once, and do the work after the answer.`,
  body: (host, limit) =>
    `${host} began an answer but did not end it within ${limit}. Answer at once, with a short body or none.`,
}

/** Describes a timeout by the phase in which it happened. */
export function describeTimeout(phase: Phase, host: string, timeoutMs: number): Failure {
  return { kind: KINDS[phase], message: CAUSES[phase](host, `${timeoutMs / 1000} s`) }
}
