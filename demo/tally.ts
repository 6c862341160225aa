import { isDeepStrictEqual } from 'node:util'
import type { CheckedRequest } from './receiver.ts'

/** One delivery that has to arrive. */
export interface ExpectedDelivery {
  /** Path of the webhook at the receiver. */
  path: string
  /** What the receiver tells it by: the event's id in the standard dialect, else the delivery's. */
  identity: string
  deliveryId: string
  /** The data's text as published. */
  text: string
}

/** One entry of the delivery log, as the subscription gave it. */
export interface LoggedAttempt {
  deliveryId: string
  outcome: string
  /** Null: no answer came, and whether the receiver saw a request is unknown. */
  statusCode: number | null
}

export interface Tally {
  /** Deliveries that had to arrive. */
  expected: number
  /** Of these, answered with 2xx at least once. */
  delivered: number
  /** Of these, requested more than once. */
  retried: number
  /** Requests the receivers saw. */
  requests: number
  /** Of these, with a good signature. */
  verified: number
  /** Of these, with exactly the bytes that were published as data. */
  bytesEqual: number
  /** Expected and not answered with 2xx until the demo gave up. */
  lost: number
  /** Requests after a 2xx of the same delivery. */
  duplicates: number
  /** Requests that belong to no expected delivery. */
  unexpected: number
  /** Attempts in the live log. */
  logged: number
  /** Of these, with an answer. */
  answered: number
}

/** Holds what receivers saw against what was published and what the log says. */
export function tally(
  expected: readonly ExpectedDelivery[],
  requests: readonly CheckedRequest[],
  log: readonly LoggedAttempt[],
): Tally {
  const byKey = new Map(expected.map((delivery) => [keyOf(delivery), delivery]))
  const answers = new Map<string, number[]>()
  let [verified, bytesEqual, unexpected, duplicates] = [0, 0, 0, 0]
  for (const request of requests) {
    const delivery = byKey.get(keyOf(request))
    if (!delivery) unexpected += 1
    if (request.verified) verified += 1
    if (delivery && carries(request.body, delivery.text)) bytesEqual += 1
    const earlier = answers.get(keyOf(request)) ?? []
    if (earlier.some(isSuccess)) duplicates += 1
    answers.set(keyOf(request), [...earlier, request.statusCode])
  }
  const answersOf = (delivery: ExpectedDelivery) => answers.get(keyOf(delivery)) ?? []
  const delivered = expected.filter((delivery) => answersOf(delivery).some(isSuccess)).length
  return {
    expected: expected.length,
    delivered,
    retried: expected.filter((delivery) => answersOf(delivery).length > 1).length,
    requests: requests.length,
    verified,
    bytesEqual,
    lost: expected.length - delivered,
    duplicates,
    unexpected,
    logged: log.length,
    answered: log.filter(({ statusCode }) => statusCode !== null).length,
  }
}

/** What is wrong, in sentences; empty: nothing. Duplicates are allowed, deliveries are at least once. */
export function faultsOf(counts: Tally): string[] {
  const { requests, verified, bytesEqual, lost, unexpected, logged, answered } = counts
  return [
    lost > 0 && `${lost} deliveries have not arrived.`,
    verified < requests && `${requests - verified} requests had a bad signature.`,
    bytesEqual < requests && `${requests - bytesEqual} requests had other data than was published.`,
    unexpected > 0 && `${unexpected} requests belong to nothing that was published.`,
    // On a busy machine an attempt can time out before or after its request got through.
    (requests < answered || requests > logged) &&
      `The log has ${logged} attempts, ${answered} with an answer; the receivers saw ${requests} requests.`,
  ].filter((fault) => fault !== false)
}

const keyOf = ({ path, identity }: { path: string; identity: string }) => `${path} ${identity}`
const isSuccess = (statusCode: number) => statusCode >= 200 && statusCode < 300

/** Whether the body's `data` is the published text, byte for byte, and means the same. */
function carries(body: string, text: string): boolean {
  if (!body.includes(`"data":${text}`)) return false
  const { data } = JSON.parse(body) as { data: unknown }
  return isDeepStrictEqual(data, JSON.parse(text))
}
