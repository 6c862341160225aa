import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { AnswerHead } from './answer-head.ts'
import { readerOf, type AnsweringAgent } from './answering-agent.ts'
import { createCappedBody } from './capped-body.ts'
import { bareHost } from './host.ts'
import type { OutboundResponse } from './outbound.ts'
import type { PhaseClock } from './phase-clock.ts'

/** What one request over one connection came to. */
export interface Exchange {
  /** Null when no complete set of headers came. Its body is what had come when the exchange ended. */
  response: OutboundResponse | null
  /**
   * `complete`: the whole answer came. `truncated`: the body passed its cap and was cut there. `deadline`: the signal
   * ended it. Else what broke it.
   */
  end: 'complete' | 'truncated' | 'deadline' | Error
  remoteAddress: string | null
  /** The leaf certificate's last day when its time is over. */
  certificateExpiry: Date | null
  /** A kept connection broke before one byte of an answer: the usual end of a connection the receiver had closed. */
  stale: boolean
}

export interface ExchangeRequest {
  url: URL
  /** All of them, in wire order and spelling. */
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
    // Before node:tls judges the certificate, because afterwards the socket is gone and the certificate with it.
    // (Not getPeerX509Certificate: in Node 24.21 the judge then sees an empty certificate.)
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

  // The agent's short one, when the answer is complete.
  request.on('response', (response) => {
    finish('complete')
    response.resume()
  })
  // Stays for good: an error after the end is of no interest but must not go uncaught.
  request.on('error', finish)
  request.on('close', () => finish(Object.assign(new Error('closed'), { code: 'ECONNRESET' })))
  request.end(options.body)
  return promise
}
