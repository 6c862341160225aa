import { inject } from 'vitest'
import { openHttpsReceiver } from '../../../src/receiver/https-receiver.ts'
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
  const receiver = await openHttpsReceiver({
    certificate: localhost,
    async answer({ path, headers, body, at }, response) {
      const { data } = JSON.parse(body.toString()) as { data: ReceiverData }
      const key = arrivalKey(String(headers['webhook-id']), path)
      const arrival: Arrival = { key, at, answered: null }
      arrivals.push(arrival)
      open += 1
      response.once('close', () => (open -= 1))
      const nth = seen.get(key) ?? 0
      seen.set(key, nth + 1)
      const manner = data.manners[nth] ?? 'ok'
      if (manner === 'reset' || manner === 'hang') return manner
      if (manner === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
      const answered = manner === '500' || manner === '429' ? Number(manner) : 200
      response.once('finish', () => (arrival.answered = answered))
      return {
        status: answered,
        headers: manner === '429' ? { 'retry-after': '6' } : {},
        body: manner === 'gated' ? await gate.promise : '',
      }
    },
  })
  return {
    ...receiver,
    arrivals,
    open: () => open,
    openGate: (body = Buffer.alloc(0)) => gate.resolve(body),
  }
}
