import { AddressDenied, deniedMessage } from './address-denied.ts'
import { AnswerFault } from './answer-fault.ts'
import { certificateFault } from './certificate-faults.ts'
import type { Exchange } from './exchange.ts'
import { isTransient } from './lookup.ts'
import type { Failure } from './outbound.ts'
import type { Phase } from './phase-clock.ts'
import { describeTimeout } from './timeout.ts'
import { tlsFault } from './tls-faults.ts'

export interface FailureContext {
  /** `example.com` or `example.com:8443`. Paths and queries stay out of messages: they may hold a secret. */
  host: string
  /** The phase in which the exchange ended. */
  phase: Phase
  timeoutMs: number
  maximumBodyBytes: number
}

/** Classifies how an exchange ended and describes it for people; null if it ended with a complete answer. */
export function describeEnd({ end, certificateExpiry }: Exchange, context: FailureContext): Failure | null {
  const { host, phase, timeoutMs, maximumBodyBytes } = context
  if (end === 'complete') return null
  if (end === 'deadline') return describeTimeout(phase, host, timeoutMs)
  if (end === 'truncated') {
    return {
      kind: 'BODY_TRUNCATED',
      message: `${host} answered with more than ${maximumBodyBytes} bytes and the rest was not read. A short body, or none, will do.`,
    }
  }
  return describeError(end, phase, host, certificateExpiry)
}

function describeError(error: Error, phase: Phase, host: string, certificateExpiry: Date | null): Failure {
  if (error instanceof AddressDenied) {
    return { kind: 'ADDRESS_DENIED', message: deniedMessage(host, error.range) }
  }
  if (error instanceof AnswerFault) {
    const answer = `The answer from ${host}`
    const cause =
      error.kind === 'HTTP_INVALID'
        ? `${answer} is not valid HTTP/1.1: ${error.message}.`
        : `The headers of the answer from ${host} ${error.message}.`
    return { kind: error.kind, message: `${cause} ${error.remedy}` }
  }
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (phase === 'dns') return describeLookup(code, error, host)
  if ((phase === 'connect' || phase === 'tls') && code === 'ECONNRESET') {
    return {
      kind: 'CONNECTION_RESET',
      message: `${host} closed the connection before TLS was agreed on. Check that the port speaks HTTPS, with a certificate for this name, and the proxy or firewall before it.`,
    }
  }
  if (phase === 'connect') return describeConnect(code, host)
  if (phase === 'tls') return describeTls(error, host, certificateExpiry)
  // In TLS 1.3 a receiver's alert about the client can come after the handshake.
  const fault = tlsFault(error, host)
  if (fault) return { kind: 'TLS_FAILED', message: fault }
  return describeAnswer(phase, host)
}

function describeLookup(code: string, error: Error, host: string): Failure {
  return {
    kind: 'DNS_FAILED',
    message: isTransient(error)
      ? `The address of ${host} could not be looked up (${code}). If this lasts, check the name servers of its domain.`
      : `${host} has no address. Correct the host in the webhook's URL, or publish an A or AAAA record for it.`,
  }
}

function describeConnect(code: string, host: string): Failure {
  if (code === 'ECONNREFUSED') {
    return {
      kind: 'CONNECTION_REFUSED',
      message: `${host} refused the connection. Start the receiver, or correct the port in the webhook's URL.`,
    }
  }
  return {
    kind: 'CONNECTION_FAILED',
    message: `No connection to ${host} could be made (${code}). Check that it can be reached from the internet.`,
  }
}

function describeTls(error: NodeJS.ErrnoException, host: string, certificateExpiry: Date | null): Failure {
  const code = error.code ?? ''
  if (code === 'CERT_HAS_EXPIRED') {
    const subject = certificateExpiry
      ? `The certificate of ${host} expired on ${certificateExpiry.toISOString().slice(0, 10)}.`
      : `A certificate in the chain of ${host} has expired.`
    return { kind: 'CERTIFICATE_EXPIRED', message: `${subject} Renew it at the receiver.` }
  }
  const fault = certificateFault(error, host)
  if (fault) return { kind: 'CERTIFICATE_INVALID', message: fault }
  return {
    kind: 'TLS_FAILED',
    message:
      tlsFault(error, host) ??
      `No TLS connection to ${host} could be agreed on (${code}). Check that the port speaks HTTPS, with TLS 1.2 or newer.`,
  }
}

function describeAnswer(phase: Phase, host: string): Failure {
  const progress = phase === 'body' ? 'before the answer was complete' : 'without an answer'
  return {
    kind: 'CONNECTION_RESET',
    message: `${host} closed the connection ${progress}. Check the receiver, and the proxy before it, for crashes and limits.`,
  }
}
