import { setTimeout as delay } from 'node:timers/promises'
import type { Client as WsClient } from 'graphql-ws'

export interface LogEntry<Node> {
  cursor: string
  node: Node
}

export interface Following extends AsyncDisposable {
  /** The connection it has now. */
  readonly socket: WsClient
  /** How often it had to connect again. */
  reconnections(): number
}

/** How soon it connects again, in milliseconds. */
const AGAIN_MS = 50

/**
 * Follows a log until disposed of. Whenever that breaks off it goes on from the last cursor, at the next of the APIs.
 * `query` is a subscription of one field, and takes `$after` beside `variables`.
 */
export function followLog<Node>(options: {
  clients: readonly { socket(options: { lazy: true; retryAttempts: 0 }): WsClient }[]
  query: string
  variables?: Record<string, unknown>
  /** Null: only what is new. */
  after: string | null
  onEntry(entry: LogEntry<Node>): void
}): Following {
  const { clients, query, variables, onEntry } = options
  let cursor = options.after
  let closed = false
  let connections = 0
  // No retries of its own: it would send the first cursor again, and see everything twice.
  const connect = () => clients[connections % clients.length]!.socket({ lazy: true, retryAttempts: 0 })
  let socket = connect()

  async function run(): Promise<void> {
    while (!closed) {
      const answers = socket.iterate<Record<string, LogEntry<Node>>>({
        query,
        variables: { ...variables, after: cursor },
      })
      try {
        for await (const { data, errors } of answers) {
          if (errors || !data) throw new Error(JSON.stringify(errors)) // Goes on from the last good cursor.
          const [entry] = Object.values(data)
          onEntry(entry!)
          cursor = entry!.cursor
        }
      } catch {
        // The API was killed, or has no Postgres.
      }
      await socket.dispose()
      if (closed) return
      await delay(AGAIN_MS)
      connections += 1
      socket = connect()
    }
  }
  const running = run()
  return {
    get socket() {
      return socket
    },
    reconnections: () => connections,
    async [Symbol.asyncDispose]() {
      closed = true
      await socket.dispose()
      await running
    },
  }
}
