import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { buildSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { expect, test, vi } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { runCommandLine } from '../../src/cli/program.ts'
import { createTestTerminal } from '../support/test-terminal.ts'

/** The subscription as docs/decisions/0024 describes it, until the API has it. */
const SCHEMA = buildSchema(`
  type Query { nothing: Int }
  type Subscription { listen(organizationId: ID, uid: ID!, eventTypes: [String!]!, channelId: ID): Request! }
  type Request { attemptId: ID! eventType: String! headers: [Header!]! body: String! timeoutMs: Int! }
  type Header { name: String! value: String! }
`)

async function openServer(server: ReturnType<typeof createServer>) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** An API that gives the requests to each listener that connects, and keeps what it is told. */
async function openApi(requests: object[]) {
  const listeners: Record<string, unknown>[] = []
  const reports: any[] = []
  const sockets = new Set<WebSocket>()
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      reports.push(JSON.parse(body).variables.input)
      response.setHeader('Content-Type', 'application/json')
      response.end(JSON.stringify({ data: { reported: { userErrors: [] } } }))
    })
  })
  const webSocketServer = new WebSocketServer({ server, path: '/graphql' })
  webSocketServer.on('connection', (socket) => sockets.add(socket))
  useServer(
    {
      schema: SCHEMA,
      roots: {
        subscription: {
          async *listen(listener: Record<string, unknown>) {
            listeners.push(listener)
            for (const request of requests.splice(0)) yield { listen: request }
            await new Promise(() => {})
          },
        } as any,
      },
    },
    webSocketServer,
  )
  const opened = await openServer(server)
  return {
    ...opened,
    listeners,
    reports,
    breakConnections: () => sockets.forEach((socket) => socket.terminate()),
    async [Symbol.asyncDispose]() {
      sockets.forEach((socket) => socket.terminate())
      await opened[Symbol.asyncDispose]()
    },
  }
}

const requestOf = (number: number) => ({
  attemptId: `wd_1/${number}`,
  eventType: 'lead.created',
  headers: [{ name: 'Webhook-Id', value: 'wd_1' }],
  body: `{"n":${number}}`,
  timeoutMs: 5_000,
})

test('forwards what comes, reports the answers, connects again, and ends by Ctrl-C', async () => {
  const received: string[] = []
  await using receiver = await openServer(
    createServer((request, response) => {
      void text(request).then((body) => {
        received.push(`${request.method} ${request.url} ${String(request.headers['webhook-id'])} ${body}`)
        response.writeHead(body.includes('2') ? 500 : 200).end('seen')
      })
    }),
  )
  const requests = [requestOf(1), requestOf(2)]
  await using api = await openApi(requests)
  const terminal = createTestTerminal()
  const args = ['--url', api.url, '--api-key', 'dk_1', '--types', 'lead.*']
  const running = runCommandLine(['listen', '--forward-to', `${receiver.url}/hooks`, ...args], terminal)

  await vi.waitFor(() => expect(api.reports).toHaveLength(2), 5_000)
  expect(received.sort()).toEqual(['POST /hooks wd_1 {"n":1}', 'POST /hooks wd_1 {"n":2}'])
  expect(api.reports.sort((a, b) => (a.attemptId < b.attemptId ? -1 : 1))).toMatchObject([
    { attemptId: 'wd_1/1', statusCode: 200, errorKind: null, responseBodyBase64: 'c2Vlbg==' },
    { attemptId: 'wd_1/2', statusCode: 500, errorKind: null },
  ])
  expect(terminal.stdout.join('\n')).toMatch(/lead\.created +200 +\d+ ms +wd_1\/1/)

  requests.push(requestOf(3))
  api.breakConnections()
  await vi.waitFor(() => expect(api.reports).toHaveLength(3), 5_000)
  const [first, second] = api.listeners
  expect(first).toMatchObject({ uid: expect.stringMatching(/^listen_/), eventTypes: ['lead.*'] })
  expect(second).toEqual(first)

  terminal.interrupt()
  expect(await running).toBe(130)
  expect(terminal.stderr).toEqual([
    `Listening. Events go to ${receiver.url}/hooks; Ctrl-C ends it.`,
    expect.stringMatching(/^The connection broke \(.+\)\. Connecting again\.$/),
  ])
})

test('a server that is not there is reported as a refused connection', async () => {
  const gone = await openServer(createServer())
  await gone[Symbol.asyncDispose]()
  await using api = await openApi([requestOf(1)])
  const terminal = createTestTerminal()
  const running = runCommandLine(
    ['listen', '--forward-to', gone.url, '--url', api.url, '--api-key', 'dk_1', '--json'],
    terminal,
  )
  await vi.waitFor(() => expect(api.reports).toHaveLength(1), 5_000)
  terminal.interrupt()
  expect(await running).toBe(130)
  expect(api.reports).toMatchObject([
    { attemptId: 'wd_1/1', statusCode: null, responseBodyBase64: null, errorKind: 'CONNECTION_REFUSED' },
  ])
  expect(JSON.parse(terminal.stdout[0]!)).toMatchObject({ errorKind: 'CONNECTION_REFUSED', statusCode: null })
})
