import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** Stands before a server and takes it away. */
export interface TcpProxy extends AsyncDisposable {
  port: number
  /** `pass`: as if it were not there. `hang`: takes connections, and nothing comes through. `refuse`: breaks all, takes none. */
  become(state: 'pass' | 'hang' | 'refuse'): Promise<void>
}

export async function openTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  let passes = true
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(target.port, target.host)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (data) => passes && to.write(data))
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const breakAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port,
    async become(state) {
      // What hung is broken: bytes that were swallowed can't be made good.
      if (!passes) breakAll()
      passes = state === 'pass'
      if (state === 'refuse') {
        server.close()
        breakAll()
        await once(server, 'close')
      } else if (!server.listening) {
        server.listen(port, '127.0.0.1')
        await once(server, 'listening')
      }
    },
    async [Symbol.asyncDispose]() {
      breakAll()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
  }
}
