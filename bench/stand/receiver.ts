import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Certificate } from '../../src/stack/kept-certificate.ts'

export interface Receiver extends AsyncDisposable {
  /** `https://localhost:<port>`; `/hang` never answers, `/fail-once` answers 500 to what it sees first. */
  url: string
  /** Resolves when the event with this number has come, to the time it came (performance.now()). */
  arrival(number: number): Promise<number>
  /** Requests received so far, hanging ones included. */
  count(): number
}

/** An HTTPS receiver in this process, so that one clock times publishing and receiving. */
export async function openReceiver(certificate: Certificate): Promise<Receiver> {
  const waiting = new Map<number, (at: number) => void>()
  const failed = new Set<string>()
  let count = 0
  const server = createServer(certificate, (request, response) => {
    let body = ''
    request.setEncoding('latin1')
    request.on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      count += 1
      const path = request.url!
      if (path.startsWith('/hang')) return
      const number = numberIn(body)
      if (path === '/fail-once' && isFirst(failed, body)) return void response.writeHead(500).end()
      response.writeHead(200).end()
      waiting.get(number)?.(performance.now())
      waiting.delete(number)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    arrival: (number) => new Promise((resolve) => waiting.set(number, resolve)),
    count: () => count,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

const numberIn = (body: string) => Number(/"number":(\d+)/.exec(body)?.[1])

function isFirst(seen: Set<string>, key: string): boolean {
  if (seen.delete(key)) return false
  seen.add(key)
  return true
}
