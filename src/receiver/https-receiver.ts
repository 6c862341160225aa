import { once } from 'node:events'
import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** A request with its whole body. */
export interface ReceivedRequest {
  method: string
  path: string
  headers: IncomingHttpHeaders
  /** As on the wire: name, value, name, value, … */
  rawHeaders: string[]
  body: Buffer
  /** When its last byte was there, in milliseconds since 1970. */
  at: number
}

/** `hang`: nothing is sent, and the connection stays. `reset`: the connection is cut. */
export type Answer =
  { status: number; headers?: OutgoingHttpHeaders; body?: string | Buffer } | 'hang' | 'reset'

export interface HttpsReceiver extends AsyncDisposable {
  /** `https://localhost:<port>` */
  url: string
}

/**
 * An HTTPS server on 127.0.0.1 that leaves the answer to each request to `answer`, and keeps nothing of it. A request
 * that is cut off before its body is complete is forgotten. `response` is for who has to know how the answer went.
 */
export async function openHttpsReceiver(options: {
  /** PEM. */
  certificate: { key: string; cert: string }
  /** A free one unless given. */
  port?: number
  answer(request: ReceivedRequest, response: ServerResponse): Answer | Promise<Answer>
}): Promise<HttpsReceiver> {
  const { certificate, port = 0, answer } = options
  const server = createServer(certificate, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const { method = '', url: path = '', headers, rawHeaders } = request
      const received = { method, path, headers, rawHeaders, body: Buffer.concat(chunks), at: Date.now() }
      const wanted = await answer(received, response)
      if (wanted === 'reset') request.socket.destroy()
      else if (wanted !== 'hang') response.writeHead(wanted.status, wanted.headers).end(wanted.body)
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
