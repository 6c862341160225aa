import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { AnswerHead } from './answer-head.ts'
import { readerOf, type AnsweringAgent } from './answering-agent.ts'
import { createCappedBody } from './capped-body.ts'
import { bareHost } from './host.ts'
import type { OutboundResponse } from './outbound.ts'
import type { PhaseClock } from './phase-clock.ts'

/** The result of one request over one connection. */
export interface Exchange {
  /** Null if no complete set of headers came. Its body is what had come when the exchange ended. */
  response: OutboundResponse | null
  /**
   * `complete`: the whole answer came. `truncated`: the body was longer than the limit and was cut off. `deadline`: the
   * signal aborted. An Error: the exchange failed.
   */
  end: 'complete' | 'truncated' | 'deadline' | Error
  remoteAddress: string | null
  /** When the leaf certificate expired; null if it has not. */
  certificateExpiry: Date | null
  /** Whether a reused connection broke before the first byte of an answer, usually because the receiver had closed it. */
  stale: boolean
}

export interface ExchangeRequest {
  url: URL
  /** All headers, in wire order and spelling. */
  headers: readonly (readonly [name: string, value: string])[]
  body: Buffer
  agent: AnsweringAgent
  lookup: LookupFunction
  /** Ends the exchange at once. */
  signal: AbortSignal
  clock: PhaseClock
  maximumBodyBytes: number
}

/** POSTs over one connection. Never rejects; throws only for headers that HTTP cannot carry. */
export function exchange(options: ExchangeRequest): Promise<Exchange> {
  const { url, clock } = options
  const host = bareHost(url)
  const answerBody = createCappedBody(options.maximumBodyBytes)
  const { promise, resolve } = Promise.withResolvers<Exchange>()
  clock.restart(isIP(host) === 0 ? 'dns' : 'connect')
  const request = httpsRequest({
    method: 'POST',
    host,
    servername: isIP(host) === 0 ? host.replace(/\.$/, '') : '', // no final dot on the wire (RFC 6066), no addresses
    port: url.port || 443,
    path: url.pathname + url.search,
    headers: options.headers.flat(),
    agent: options.agent,
    lookup: options.lookup,
    signal: options.signal,
  })

  let socket: TLSSocket | null = null
  let bytesBefore = 0
  let remoteAddress: string | null = null
  let certificateExpiry: Date | null = null
  let answer: AnswerHead | null = null

  function finish(end: 'complete' | 'truncated' | Error): void {
    const broken = end instanceof Error
    const unanswered = answer === null && socket !== null && socket.bytesRead === bytesBefore
    resolve({
      response: answer && {
        statusCode: answer.statusCode,
        headers: answer.headers,
        body: answerBody.read(),
        truncated: end === 'truncated',
      },
      end: broken && options.signal.aborted ? 'deadline' : end,
      remoteAddress,
      certificateExpiry,
      stale: broken && unanswered && request.reusedSocket && !options.signal.aborted,
    })
  }

  request.on('socket', (assigned) => {
    socket = assigned as TLSSocket
    bytesBefore = socket.bytesRead
    readerOf(socket).begin({ onHead, onBody })
    if (request.reusedSocket) {
      remoteAddress = socket.remoteAddress ?? null
      clock.restart('response')
      return
    }
    socket.once('connect', () => {
      remoteAddress = assigned.remoteAddress ?? null
      clock.enter('tls')
    })
    // Runs before node:tls checks the certificate: if the check fails, the socket is destroyed with its certificate.
    // (Not getPeerX509Certificate: in Node 24.21 the check then sees an empty certificate.)
    socket.prependOnceListener('secure', () => {
      const until = new Date((assigned as TLSSocket).getPeerCertificate().valid_to)
      if (until.getTime() < Date.now()) certificateExpiry = until
    })
    socket.once('secureConnect', () => clock.enter('response'))
  })

  function onHead(head: AnswerHead): void {
    clock.enter('body')
    answer = head
  }

  function onBody(part: Buffer): void {
    if (answerBody.add(part)) return
    finish('truncated')
    request.destroy()
  }

  // The agent's synthetic response: the real answer is complete.
  request.on('response', (response) => {
    finish('complete')
    response.resume()
  })
  // Never removed: an error after the end does not matter, but must not be uncaught.
  request.on('error', finish)
  request.on('close', () => finish(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
  request.end(options.body)
  return promise
}
