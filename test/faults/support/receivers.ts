import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { inject } from 'vitest'
import { createCertificates } from '../../../src/receiver/certificates.ts'

/** What a receiver does with a request. `gated`: answers with 200 once the gate is opened. */
export type Manner = 'ok' | 'slow' | '500' | '429' | 'reset' | 'hang' | 'gated'

/** One request that reached a receiver. */
export interface Arrival {
  /** Event and path, which together say which delivery. */
  key: string
  at: number
  /** Null: none was given, or not to its end. */
  answered: number | null
}

export interface Receivers extends AsyncDisposable {
  /** Add a path for each webhook. */
  url: string
  /** In the order they came. */
  arrivals: Arrival[]
  /** Requests that came and have neither been answered nor broken. */
  open(): number
  /** Answers what waits at the gate, with `body`; later ones are answered at once. */
  openGate(body?: Buffer): void
}

/** What comes for one delivery is treated in these manners, one after the other; after the last with 200. */
export interface ReceiverData {
  manners: Manner[]
}

export const arrivalKey = (eventId: string, path: string) => `${eventId} ${path}`

/** How long a slow answer takes, in milliseconds. */
const SLOW_MS = 1_500

/** A real HTTPS receiver in the test's own process, which is never killed: it knows what really arrived. */
export async function openReceivers(): Promise<Receivers> {
  const { localhost } = await createCertificates(inject('certificatesFolder'))
  const arrivals: Arrival[] = []
  const seen = new Map<string, number>()
  const gate = Promise.withResolvers<Buffer>()
  let open = 0
  const server = createServer(localhost, async (request, response) => {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer)
    } catch {
      return // Cut off before it was complete: nobody can say what it was.
    }
    const { data } = JSON.parse(Buffer.concat(chunks).toString()) as { data: ReceiverData }
    const key = arrivalKey(String(request.headers['webhook-id']), request.url!)
    const arrival: Arrival = { key, at: Date.now(), answered: null }
    arrivals.push(arrival)
    open += 1
    response.once('close', () => (open -= 1))
    const nth = seen.get(key) ?? 0
    seen.set(key, nth + 1)
    const manner = data.manners[nth] ?? 'ok'
    if (manner === 'reset') return void request.socket.destroy()
    if (manner === 'hang') return
    if (manner === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
    const body = manner === 'gated' ? await gate.promise : undefined
    const status = manner === '500' || manner === '429' ? Number(manner) : 200
    response.once('finish', () => (arrival.answered = status))
    response.writeHead(status, manner === '429' ? { 'retry-after': '6' } : {}).end(body)
  })
  server.on('clientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    arrivals,
    open: () => open,
    openGate: (body = Buffer.alloc(0)) => gate.resolve(body),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
