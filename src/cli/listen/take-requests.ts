import WebSocket from 'ws'
import type { Connection } from '../../client/index.ts'
import { connect, problemOf } from '../../client/follow-log.ts'
import { pause } from '../../client/request.ts'
import type { Terminal } from '../terminal.ts'
import { LISTEN, type Listener } from './operations.ts'
import type { RequestToForward } from './request-to-forward.ts'

const PAUSE_MS = { least: 250, most: 10_000 }

/** Codes after which connecting again has a sense. */
const AGAIN = ['NETWORK', 'UNAVAILABLE', 'RATE_LIMITED', 'INTERNAL_SERVER_ERROR']

/**
 * The requests for a listener as they come, until the user ends it. When the connection breaks, it connects again; what was on its way
 * is then given again. @throws DurahookError when going on has no sense
 */
export async function* takeRequests(
  connection: Connection,
  listener: Listener,
  { signal, warn }: Terminal,
): AsyncGenerator<RequestToForward, void, void> {
  let pauseMs = PAUSE_MS.least
  while (!signal.aborted) {
    // Node 20 has no WebSocket of its own.
    const client = connect(connection, WebSocket)
    const end = () => void client.dispose()
    signal.addEventListener('abort', end, { once: true })
    try {
      const requests = client.iterate<{ request: RequestToForward }>({
        query: LISTEN,
        variables: { ...listener },
      })
      for await (const { data, errors } of requests) {
        if (!data) throw problemOf(errors)
        yield data.request
        pauseMs = PAUSE_MS.least
      }
    } catch (error) {
      if (signal.aborted) return
      const problem = problemOf(error)
      if (!AGAIN.includes(problem.code)) throw problem
      warn(`The connection broke (${problem.message}). Connecting again.`)
    } finally {
      signal.removeEventListener('abort', end)
      await client.dispose()
    }
    await pause(pauseMs * (0.5 + Math.random()), signal).catch(() => {})
    pauseMs = Math.min(pauseMs * 2, PAUSE_MS.most)
  }
}
