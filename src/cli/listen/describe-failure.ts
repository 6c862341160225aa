import { certificateFault } from '../../outbound/certificate-faults.ts'
import type { Failure } from '../../outbound/outbound.ts'
import type { Phase } from '../../outbound/phase-clock.ts'
import { tlsFault } from '../../outbound/tls-faults.ts'

/**
 * Why a request to a server on this machine got no complete answer: the kind that a worker's attempt would have, and a sentence with
 * what to do here. The error is one of node:http or node:net.
 */
export function describeFailure(error: NodeJS.ErrnoException, phase: Phase, host: string): Failure {
  const code = error.code ?? error.message
  if (phase === 'dns')
    return { kind: 'DNS_FAILED', message: `${host} has no address (${code}). Correct --forward-to.` }
  if (code === 'ECONNREFUSED')
    return {
      kind: 'CONNECTION_REFUSED',
      message: `${host} refused the connection. Start the server, or correct the port in --forward-to.`,
    }
  if (phase === 'connect')
    return { kind: 'CONNECTION_FAILED', message: `No connection to ${host} could be made (${code}).` }
  if (phase === 'tls') return describeTls(error, host)
  if (code === 'HPE_HEADER_OVERFLOW')
    return { kind: 'HEADERS_TOO_LARGE', message: `The headers of the answer from ${host} are too large.` }
  if (code.startsWith('HPE_'))
    return {
      kind: 'HTTP_INVALID',
      message: `The answer from ${host} is not valid HTTP/1.1 (${code}). Check that the port in --forward-to is the right one.`,
    }
  const progress = phase === 'body' ? 'before the answer was complete' : 'without an answer'
  return {
    kind: 'CONNECTION_RESET',
    message: `${host} closed the connection ${progress}. Look into the server's output.`,
  }
}

function describeTls(error: NodeJS.ErrnoException, host: string): Failure {
  if (error.code === 'CERT_HAS_EXPIRED')
    return { kind: 'CERTIFICATE_EXPIRED', message: `The certificate of ${host} has expired. Renew it.` }
  const fault = certificateFault(error, host)
  if (fault)
    return {
      kind: 'CERTIFICATE_INVALID',
      message: `${fault} NODE_EXTRA_CA_CERTS names an authority of your own.`,
    }
  if (error.code === 'ECONNRESET')
    return {
      kind: 'CONNECTION_RESET',
      message: `${host} closed the connection before TLS was agreed on. Check that the port speaks HTTPS.`,
    }
  return {
    kind: 'TLS_FAILED',
    message: tlsFault(error, host) ?? `No TLS connection to ${host} could be agreed on (${error.code}).`,
  }
}
