import { createClient as createWsClient } from 'graphql-ws'
import WebSocket from 'ws'
import type { TestClient } from '../../support/client.ts'

/** A subscriber of the organization's whole delivery log that goes on from its last cursor, at whatever API answers. */
export interface Follower extends AsyncDisposable {
  /** Ids of attempts (`<delivery>/<number>`), in the order they came. */
  seen: string[]
  /** The same with how each ended. */
  outcomes: Set<string>
  /** How often it had to connect again. */
  reconnections(): number
}

/** Asks for the delivery too: that is read for each entry, and must not make one go missing when it can't be. */
const LOG = /* GraphQL */ `
  subscription ($after: String) {
    organizationDeliveryLog(after: $after) {
      cursor
      node {
        id
        outcome
        delivery {
          id
        }
      }
    }
  }
`

/** How soon it connects again, in milliseconds. */
const AGAIN_MS = 100

export function followLog(clients: readonly TestClient[]): Follower {
  const seen: string[] = []
  const outcomes = new Set<string>()
  let closed = false
  let cursor = ''
  let connections = 0
  let socket: ReturnType<typeof createWsClient> | undefined

  async function run(): Promise<void> {
    for (; !closed; connections += 1) {
      const { url, apiKey } = clients[connections % clients.length]!
      socket = createWsClient({
        url: url.replace('http', 'ws'),
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${apiKey}` },
        retryAttempts: 0,
      })
      try {
        for await (const { data, errors } of socket.iterate<any>({
          query: LOG,
          variables: { after: cursor },
        })) {
          if (errors || !data) throw new Error(JSON.stringify(errors)) // Goes on from the last good cursor.
          const { id, outcome } = data.organizationDeliveryLog.node
          seen.push(id)
          outcomes.add(`${id} ${outcome}`)
          cursor = data.organizationDeliveryLog.cursor
        }
      } catch {
        // The API was killed, or has no Postgres.
      }
      await socket.dispose()
      if (!closed) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }
  const running = run()
  return {
    seen,
    outcomes,
    reconnections: () => Math.max(connections, 0),
    async [Symbol.asyncDispose]() {
      closed = true
      await socket?.dispose()
      await running
    },
  }
}
