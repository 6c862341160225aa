import { openHttpsReceiver, type Answer, type ReceivedRequest } from '../../src/receiver/https-receiver.ts'
import type { Certificate } from '../../src/receiver/certificates.ts'

export interface Receiver extends AsyncDisposable {
  /** `https://localhost:<port>`; `/hang` never answers, `/slow` answers after 300 ms, `/fail-once` answers 500 to the first request for odd numbers. */
  url: string
  /** Resolves when so many requests with this number have come, to the time of the last (performance.now()). */
  arrival(number: number, count?: number): Promise<number>
  /** Requests received so far, hanging ones included; and those that are answered with 200. */
  count(): number
  delivered(): number
  /** From now on requests to this path are answered so. */
  answers(path: string, answer: (body: Buffer) => Answer | Promise<Answer>): void
}

/** An HTTPS receiver in this process, so that one clock times publishing and receiving. */
export async function openReceiver(certificate: Certificate): Promise<Receiver> {
  const waiting = new Map<number, { missing: number; resolve: (at: number) => void }>()
  const failed = new Set<number>()
  const own = new Map<string, (body: Buffer) => Answer | Promise<Answer>>()
  let count = 0
  let delivered = 0

  function arrived(number: number): void {
    const waiter = waiting.get(number)
    if (!waiter || (waiter.missing -= 1) > 0) return
    waiting.delete(number)
    waiter.resolve(performance.now())
  }

  function answer({ path, body }: ReceivedRequest): Answer | Promise<Answer> {
    count += 1
    if (path.startsWith('/hang')) return 'hang'
    const number = numberIn(body)
    arrived(number)
    const owned = own.get(path)
    if (owned) return owned(body)
    if (path === '/fail-once' && number % 2 === 1 && !failed.delete(number)) {
      failed.add(number)
      return { status: 500 }
    }
    delivered += 1
    if (path.startsWith('/slow'))
      return new Promise((resolve) => setTimeout(() => resolve({ status: 200 }), SLOW_MS))
    return { status: 200 }
  }

  const receiver = await openHttpsReceiver({ certificate, answer })
  return {
    ...receiver,
    arrival: (number, missing = 1) => new Promise((resolve) => waiting.set(number, { missing, resolve })),
    count: () => count,
    delivered: () => delivered,
    answers: (path, answer) => void own.set(path, answer),
  }
}

const SLOW_MS = 300

const numberIn = (body: Buffer) => Number(/"number":(\d+)/.exec(body.toString('latin1'))?.[1])
