import { connect, problemOf } from './connect.ts'
import type { DurahookError } from './errors.ts'
import { pause, type Connection } from './request.ts'

export interface SubscribeOptions {
  query: string
  /** Of each connection: a cursor moves on. What it throws is as an error of the connection. */
  variables(): Record<string, unknown> | Promise<Record<string, unknown>>
  /** Ends it. */
  signal?: AbortSignal | undefined
  /** Told why the connection broke, each time, before the next try. */
  onDisconnect?: ((error: DurahookError) => void) | undefined
  /** A class as the browsers' WebSocket; the runtime's own, or else that of the package `ws`, unless given. */
  webSocketImpl?: unknown
}

const PAUSE_MS = { least: 250, most: 10_000 }

/** Codes after which connecting again has a sense. */
const AGAIN = ['NETWORK', 'UNAVAILABLE', 'RATE_LIMITED', 'INTERNAL_SERVER_ERROR']

/**
 * The messages of a subscription. When the connection breaks it is opened again, with growing pauses.
 * @throws DurahookError when going on has no sense, such as with a wrong key
 */
export async function* subscribe<Data>(
  connection: Connection,
  { query, variables, signal, onDisconnect, webSocketImpl }: SubscribeOptions,
): AsyncGenerator<Data, void, void> {
  let pauseMs = PAUSE_MS.least
  while (!signal?.aborted) {
    const client = await connect(connection, webSocketImpl)
    const end = () => void client.dispose()
    signal?.addEventListener('abort', end, { once: true })
    try {
      const request = { query, variables: await variables() }
      for await (const { data, errors } of client.iterate<Data>(request)) {
        if (!data) throw problemOf(errors)
        yield data
        pauseMs = PAUSE_MS.least
      }
    } catch (error) {
      if (signal?.aborted) return
      const problem = problemOf(error)
      if (!AGAIN.includes(problem.code)) throw problem
      onDisconnect?.(problem)
    } finally {
      signal?.removeEventListener('abort', end)
      await client.dispose()
    }
    await pause(pauseMs * (0.5 + Math.random()), signal).catch(() => {})
    pauseMs = Math.min(pauseMs * 2, PAUSE_MS.most)
  }
}
