import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

export interface ReceivedRequest {
  method: string
  path: string
  headers: Record<string, string | string[] | undefined>
  body: Buffer
  /** What the receiver answered. */
  statusCode: number
}

export interface DemoReceiver {
  url: string
  close(): Promise<void>
}

/**
 * An HTTPS server that receives webhooks, for demos. `/status/503` answers 503, `/flaky` answers 500 to every
 * second request, every other path answers 200.
 */
export async function startDemoReceiver(options: {
  port: number
  /** PEM. */
  key: string
  cert: string
  onRequest(request: ReceivedRequest): void
}): Promise<DemoReceiver> {
  let flaky = 0
  const statusOf = (path: string) => {
    const wanted = /^\/status\/([2-5]\d\d)\b/.exec(path)?.[1]
    if (wanted) return Number(wanted)
    if (path.startsWith('/flaky')) return flaky++ % 2 === 0 ? 500 : 200
    return 200
  }
  const server = createServer({ key: options.key, cert: options.cert }, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const statusCode = statusOf(path)
      response
        .writeHead(statusCode, { 'content-type': 'application/json' })
        .end(JSON.stringify({ received: statusCode < 300 }))
      options.onRequest({ method, path, headers, body: Buffer.concat(chunks), statusCode })
    })
  })
  server.listen(options.port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
