import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { OutboundResult } from '../../outbound/outbound.ts'
import type { ErrorKind } from '../../words/enums.ts'
import { createPhaseClock, type PhaseClock } from '../../outbound/phase-clock.ts'
import { describeTimeout } from '../../outbound/timeout.ts'
import { describeFailure } from './describe-failure.ts'
import type { RequestToForward } from './request-to-forward.ts'
import { readAnswer } from './read-answer.ts'

/** As a worker's, and NOT_SENT: HTTP can't carry the request. */
export interface ForwardResult extends Omit<OutboundResult, 'error'> {
  error: { kind: ErrorKind; message: string } | null
}

/** The attempt does not fail for this. */
const TRUNCATED = 'The answer is long, and the rest was not read. A short body, or none, will do.'

/** What the exchange sets itself; the same that a worker adds. */
const ADDED = new Set(['host', 'content-length', 'connection'])

/**
 * POSTs a request to a server on this machine with exactly the headers and body given, follows no redirect, and measures. Never
 * rejects: failures of the receiver are in the result, with the kinds and phases that a worker gives them.
 */
export async function forward(
  target: URL,
  { headers, body, timeoutMs }: Pick<RequestToForward, 'headers' | 'body' | 'timeoutMs'>,
): Promise<ForwardResult> {
  const clock = createPhaseClock()
  const bytes = Buffer.from(body)
  let request: ClientRequest | undefined
  let response: ForwardResult['response'] = null
  let [late, error]: [boolean, ForwardResult['error']] = [false, null]
  const timer = setTimeout(() => {
    late = true
    request?.destroy(new Error('timeout'))
  }, timeoutMs)
  try {
    request = (target.protocol === 'https:' ? https : http).request(target, {
      method: 'POST',
      // A connection of its own: it may not be broken by what the receiver did with the one before.
      agent: false,
      headers: rawHeaders(target, headers, bytes),
    })
    watchPhases(request, target, clock)
    const answer = answerTo(request)
    request.end(bytes)
    const { response: read, broken } = await readAnswer(await answer)
    response = read
    if (broken) throw broken
    if (read.truncated) error = { kind: 'BODY_TRUNCATED', message: TRUNCATED }
  } catch (thrown) {
    error = late
      ? describeTimeout(clock.phase, target.host, timeoutMs)
      : request
        ? describeFailure(thrown as NodeJS.ErrnoException, clock.phase, target.host)
        : { kind: 'NOT_SENT', message: `The request can't be sent (${(thrown as Error).message}).` }
  } finally {
    clearTimeout(timer)
    request?.destroy()
  }
  const remoteAddress = request?.socket?.remoteAddress ?? null
  return { response, error, resent: false, remoteAddress, latency: clock.read() }
}

/** As node:http takes them to send them in this order and spelling: name, value, name, value. */
function rawHeaders({ host }: URL, given: RequestToForward['headers'], body: Buffer): string[] {
  const kept = given.filter(({ name }) => !ADDED.has(name.toLowerCase()))
  return [
    ['Host', host],
    ...kept.map(({ name, value }) => [name, value]),
    ['Content-Length', String(body.length)],
    ['Connection', 'close'],
  ].flat()
}

function watchPhases(request: ClientRequest, { protocol, hostname }: URL, clock: PhaseClock): void {
  const secure = protocol === 'https:'
  // An address is not looked up. In URLs, those of IPv6 have brackets.
  if (isIP(hostname.replaceAll(/[[\]]/g, ''))) clock.restart('connect')
  request.once('socket', (socket) => {
    // Emitted for a failure too, and for each try. Without an address, the exchange ends in the lookup.
    socket.on('lookup', (failure: Error | null) => {
      if (!failure && clock.phase === 'dns') clock.enter('connect')
    })
    socket.once('connect', () => clock.enter(secure ? 'tls' : 'response'))
    if (secure) (socket as TLSSocket).once('secureConnect', () => clock.enter('response'))
  })
  request.once('response', () => clock.enter('body'))
}

const answerTo = (request: ClientRequest) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve)
    // Without this, it would wait for an answer until the time is over.
    request.once('upgrade', () =>
      reject(Object.assign(new Error('101 Switching Protocols'), { code: 'HPE_UPGRADE' })),
    )
    // Stays, for errors that come after the answer's beginning: reading it reports them.
    request.on('error', reject)
  })
