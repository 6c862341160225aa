/**
 * Follows one webhook's log over many WebSockets, in a process of its own because reading costs too. Says `ready` when
 * all follow, and answers `stop` with what each got and how late it came.
 */
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'
import type { SubscribersReport } from './subscribers.ts'

const { PORT, TOKEN, WEBHOOK_ID: webhookId, SUBSCRIBERS } = process.env
const LOG = `subscription ($webhookId: ID!) {
  deliveryLog(webhookId: $webhookId) { cursor node { deliveryId number outcome statusCode finishedAt } } }`

const lags: number[] = []
const received: number[] = []
const clients = Array.from({ length: Number(SUBSCRIBERS) }, (_, index) => {
  received[index] = 0
  const client = createClient({
    url: `ws://127.0.0.1:${PORT}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${TOKEN}` },
    lazy: false,
  })
  client.subscribe<{ deliveryLog: { node: { finishedAt: string } } }>(
    { query: LOG, variables: { webhookId } },
    {
      next({ data }) {
        received[index]! += 1
        lags.push(Date.now() - Date.parse(data!.deliveryLog.node.finishedAt))
      },
      error: (error) => {
        console.error(error)
        process.exit(1)
      },
      complete() {},
    },
  )
  return client
})
await Promise.all(clients.map((client) => new Promise((resolve) => client.on('connected', resolve))))
process.send!('ready')
process.on('message', (message) => {
  if (message === 'measure') lags.length = 0
  else process.send!({ lags, received } satisfies SubscribersReport)
})
