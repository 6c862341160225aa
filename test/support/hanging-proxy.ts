import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to a server that can be made to hang: connections stay open and nothing passes any more. */
export interface HangingProxy extends AsyncDisposable {
  port: number
  /** New connections are taken, too, and hear nothing. */
  hang(): void
}

export async function openHangingProxy(target: { host: string; port: number }): Promise<HangingProxy> {
  const sockets = new Set<Socket>()
  let hanging = false
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    }
    client.pipe(upstream).pipe(client)
    if (hanging) stop(client, upstream)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')

  function stop(...stopped: Socket[]): void {
    for (const socket of stopped) socket.unpipe().pause()
  }

  return {
    port: (server.address() as AddressInfo).port,
    hang() {
      hanging = true
      stop(...sockets)
    },
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}

/** The same address by way of the proxy. */
export function by(proxy: HangingProxy, url: string): string {
  const through = new URL(url)
  through.host = `127.0.0.1:${proxy.port}`
  return through.href
}
