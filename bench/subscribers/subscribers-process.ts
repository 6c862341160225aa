/**
 * Follows one webhook's log over many WebSockets, in a process of its own because reading costs too. Says `ready` when
 * all follow, and answers `stop` with what each got and how late it came.
 */
import { createClient } from '../../test/support/client.ts'
import type { SubscribersReport } from './subscribers.ts'

const { PORT, TOKEN, WEBHOOK_ID: webhookId, SUBSCRIBERS } = process.env
const LOG = `subscription ($webhookId: ID!) {
  deliveryLog(webhookId: $webhookId) { cursor node { deliveryId number outcome statusCode finishedAt } } }`

const subscriber = createClient(Number(PORT), TOKEN!)
const lags: number[] = []
const received: number[] = []
const sockets = Array.from({ length: Number(SUBSCRIBERS) }, (_, index) => {
  received[index] = 0
  const socket = subscriber.socket()
  socket.subscribe<{ deliveryLog: { node: { finishedAt: string } } }>(
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
  return socket
})
await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.on('connected', resolve))))
process.send!('ready')
process.on('message', (message) => {
  if (message === 'measure') lags.length = 0
  else process.send!({ lags, received } satisfies SubscribersReport)
})
