import { once } from 'node:events'
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls'

export interface Receiver extends AsyncDisposable {
  port: number
  /** `https://127.0.0.1:<port>/` */
  url: string
  /** How many connections were accepted so far. */
  connections(): number
}

/** One request as it came over the wire. */
export interface WireRequest {
  /** Request line and headers, without the empty line. */
  head: string
  body: Buffer
  /** Counts from 1 over all connections. */
  number: number
}

/** A TLS server that leaves every byte of the answer to `answer`, which is called with each complete request. */
export async function createReceiver(
  options: TlsOptions,
  answer: (socket: TLSSocket, request: WireRequest) => void,
): Promise<Receiver> {
  let number = 0
  const server = createTlsServer(options, (socket) => {
    let received = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      const headEnd = received.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const head = received.toString('latin1', 0, headEnd)
      const bodyEnd = headEnd + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (received.length < bodyEnd) return
      const body = received.subarray(headEnd + 4, bodyEnd)
      received = received.subarray(bodyEnd)
      answer(socket, { head, body, number: ++number })
    })
  })
  server.on('tlsClientError', () => {}) // clients that refuse the certificate
  return listen(server)
}

/** A TCP server that speaks no TLS of its own accord. */
export function createTcpReceiver(onConnection: (socket: Socket) => void): Promise<Receiver> {
  return listen(createTcpServer(onConnection))
}

async function listen(server: Server): Promise<Receiver> {
  let connections = 0
  const open = new Set<Socket>()
  for (const event of ['connection', 'secureConnection']) {
    server.on(event, (socket: Socket) => {
      if (event === 'connection') connections++
      open.add(socket)
      socket.on('error', () => {}) // the client may cut the connection at any time
    })
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `https://127.0.0.1:${port}/`,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
