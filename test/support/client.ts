import { request, type IncomingMessage } from 'node:http'
import { createClient as createWsClient, type Client as WsClient } from 'graphql-ws'
import WebSocket from 'ws'
import { followLog, type Following, type LogEntry } from './follow-log.ts'

export interface GraphQLAnswer<Data = any> {
  data: Data
  errors?: {
    message: string
    path?: (string | number)[]
    extensions: { code: string; errorId?: string; retryAfterSeconds?: number }
  }[]
}

/** A user of the API, over real HTTP and WebSockets: of the tests, the bench and the demo. */
export interface TestClient {
  readonly port: number
  readonly url: string
  readonly apiKey: string
  /** The whole answer. */
  send<Data = any>(query: string, variables?: Record<string, unknown>): Promise<GraphQLAnswer<Data>>
  /** The data; throws when there are errors. */
  request<Data = any>(query: string, variables?: Record<string, unknown>): Promise<Data>
  /** As request, with the variables as JSON text, for data whose text has to stay as it is. */
  requestText<Data = any>(query: string, variables: string): Promise<Data>
  /** Posts a body as it is. */
  post(body: string | Buffer, headers?: Record<string, string>): Promise<Response>
  /** Opens a WebSocket client; dispose of it. `on` are graphql-ws event listeners. */
  socket(options?: Partial<Parameters<typeof createWsClient>[0]>): WsClient
  /** Follows a webhook's log into an array that grows; `close` ends it. */
  followLog(webhookId: string, after?: string | null): LogFollower
}

export interface LogFollower extends AsyncDisposable {
  entries: LogEntry<LoggedAttempt>[]
  readonly socket: WsClient
  close(): Promise<void>
}

interface LoggedAttempt {
  id: string
  deliveryId: string
  number: number
  outcome: string
  statusCode: number | null
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

/** `port` is the API's, on this machine. */
export function createClient(port: number, apiKey: string): TestClient {
  const url = `http://127.0.0.1:${port}/graphql`
  const authorization = `Bearer ${apiKey}`

  async function exchange(body: string): Promise<GraphQLAnswer> {
    const { text } = await postJson(url, body, { authorization })
    return JSON.parse(text) as GraphQLAnswer
  }

  const client: TestClient = {
    port,
    url,
    apiKey,
    async post(body, headers) {
      const { response, text } = await postJson(url, body, { authorization, ...headers })
      return new Response(text, {
        status: response.statusCode!,
        headers: response.headers as Record<string, string>,
      })
    },
    send: (query, variables) => exchange(JSON.stringify({ query, variables })),
    request: async (query, variables) => dataOf(await client.send(query, variables)),
    requestText: async (query, variables) =>
      dataOf(await exchange(`{"query":${JSON.stringify(query)},"variables":${variables}}`)),
    socket: (options = {}) =>
      createWsClient({
        url: url.replace('http', 'ws'),
        webSocketImpl: WebSocket,
        connectionParams: { authorization },
        lazy: false,
        ...options,
      }),
    followLog(webhookId, after = '') {
      const entries: LogFollower['entries'] = []
      const following: Following = followLog<LoggedAttempt>({
        clients: [client],
        query: LOG,
        variables: { webhookId },
        after,
        onEntry: (entry) => entries.push(entry),
      })
      const close = async () => following[Symbol.asyncDispose]()
      return {
        entries,
        get socket() {
          return following.socket
        },
        close,
        [Symbol.asyncDispose]: close,
      }
    },
  }
  return client
}

/** What a mutation of one field gave; throws when that has userErrors. */
export function accepted<Payload = any>(data: Record<string, Payload>): Payload {
  const [payload] = Object.values(data)
  const { userErrors } = payload as { userErrors: unknown[] }
  if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors))
  return payload!
}

function dataOf({ data, errors }: GraphQLAnswer): any {
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

/** By node:http and the connections its agent keeps: the bench shares the machine with what it measures. */
function postJson(
  url: string,
  body: string | Buffer,
  headers: Record<string, string>,
): Promise<{ response: IncomingMessage; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ response: IncomingMessage; text: string }>()
  const length = Buffer.byteLength(body)
  const sent = request(
    url,
    { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': length, ...headers } },
    (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ response, text }))
      response.on('error', reject)
    },
  )
  sent.on('error', reject)
  sent.end(body)
  return promise
}
