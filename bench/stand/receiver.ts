import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Certificate } from '../../src/receiver/certificates.ts'

export interface Receiver extends AsyncDisposable {
  /** `https://localhost:<port>`; `/hang` never answers, `/fail-once` answers 500 to the first request for odd numbers. */
  url: string
  /** Resolves when so many requests with this number have come, to the time of the last (performance.now()). */
  arrival(number: number, count?: number): Promise<number>
  /** Requests received so far, hanging ones included; and those answered with 200. */
  count(): number
  delivered(): number
}

/** An HTTPS receiver in this process, so that one clock times publishing and receiving. */
export async function openReceiver(certificate: Certificate): Promise<Receiver> {
  const waiting = new Map<number, { missing: number; resolve: (at: number) => void }>()
  const failed = new Set<number>()
  let count = 0
  let delivered = 0

  function arrived(number: number): void {
    const waiter = waiting.get(number)
    if (!waiter || (waiter.missing -= 1) > 0) return
    waiting.delete(number)
    waiter.resolve(performance.now())
  }

  const server = createServer(certificate, (request, response) => {
    let body = ''
    request.setEncoding('latin1')
    request.on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      count += 1
      const path = request.url!
      const number = numberIn(body)
      if (path.startsWith('/hang')) return
      arrived(number)
      if (path === '/fail-once' && number % 2 === 1 && !failed.delete(number)) {
        failed.add(number)
        return void response.writeHead(500).end()
      }
      delivered += 1
      response.writeHead(200).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    arrival: (number, missing = 1) => new Promise((resolve) => waiting.set(number, { missing, resolve })),
    count: () => count,
    delivered: () => delivered,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

const numberIn = (body: string) => Number(/"number":(\d+)/.exec(body)?.[1])
