import { createClient as createWsClient, type Client as WsClient } from 'graphql-ws'
import WebSocket from 'ws'

export interface GraphQLAnswer<Data = any> {
  data: Data
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string; errorId?: string } }[]
}

/** A user of the API, over real HTTP and WebSockets. */
export interface TestClient {
  readonly url: string
  readonly apiKey: string
  /** The whole answer. */
  send<Data = any>(query: string, variables?: Record<string, unknown>): Promise<GraphQLAnswer<Data>>
  /** The data; throws when there are errors. */
  request<Data = any>(query: string, variables?: Record<string, unknown>): Promise<Data>
  /** Posts a body as it is. */
  post(body: string, headers?: Record<string, string>): Promise<Response>
  /** Opens a WebSocket client; dispose of it. `on` are graphql-ws event listeners. */
  socket(options?: Partial<Parameters<typeof createWsClient>[0]>): WsClient
  /** Follows a webhook's log into an array that grows; `done` ends it. */
  followLog(webhookId: string, after?: string | null): LogFollower
}

export interface LogFollower extends AsyncDisposable {
  entries: {
    cursor: string
    node: { id: string; deliveryId: string; number: number; outcome: string; statusCode: number | null }
  }[]
  socket: WsClient
  close(): Promise<void>
}

const LOG = /* GraphQL */ `
  subscription Log($webhookId: ID!, $after: String) {
    deliveryLog(webhookId: $webhookId, after: $after) {
      cursor
      node {
        id
        deliveryId
        number
        outcome
        statusCode
      }
    }
  }
`

export function createClient(port: number, apiKey: string): TestClient {
  const url = `http://127.0.0.1:${port}/graphql`
  const client: TestClient = {
    url,
    apiKey,
    post: (body, headers = {}) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}`, ...headers },
        body,
      }),
    async send(query, variables) {
      const response = await client.post(JSON.stringify({ query, variables }))
      return (await response.json()) as GraphQLAnswer
    },
    async request(query, variables) {
      const { data, errors } = await client.send(query, variables)
      if (errors) throw new Error(JSON.stringify(errors))
      return data
    },
    socket: (options = {}) =>
      createWsClient({
        url: url.replace('http', 'ws'),
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${apiKey}` },
        lazy: false,
        ...options,
      }),
    followLog(webhookId, after = '') {
      // No retries of its own: the client would send the first cursor again, and see everything twice.
      const socket = client.socket({ lazy: true, retryAttempts: 0 })
      const entries: LogFollower['entries'] = []
      let closed = false
      const run = (async () => {
        let cursor = after
        // Each stretch begins where the last one ended.
        while (!closed) {
          try {
            for await (const { data } of socket.iterate<any>({
              query: LOG,
              variables: { webhookId, after: cursor },
            })) {
              entries.push(data!.deliveryLog)
              cursor = data!.deliveryLog.cursor
            }
          } catch {
            if (!closed) await new Promise((resolve) => setTimeout(resolve, 50))
          }
        }
      })()
      const close = async () => {
        closed = true
        await socket.dispose()
        await run
      }
      return { entries, socket, close, [Symbol.asyncDispose]: close }
    },
  }
  return client
}
