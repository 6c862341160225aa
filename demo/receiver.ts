import type { IncomingHttpHeaders } from 'node:http'
import { openHttpsReceiver, type ReceivedRequest } from '../src/receiver/https-receiver.ts'
import { verifiers } from './verifiers.ts'

/** One request as a receiver saw it. */
export interface CheckedRequest {
  path: string
  /** What the receiver would tell duplicates by: `webhook-id`, `delivery_id` or `id`. */
  identity: string
  /** The signature is good. */
  verified: boolean
  /** The body's bytes as text. */
  body: string
  /** What was answered. */
  statusCode: number
}

export interface CheckingReceiver extends AsyncDisposable {
  url: string
  requests: CheckedRequest[]
  /** Takes requests for a path from now on. */
  expect(path: string, expectation: { dialect: string; secret: string; failEvery: number }): void
}

/**
 * The customers' side: an HTTPS server that verifies every signature. It answers 401 to a bad one, 500 to the first
 * request of every n-th delivery, 200 else, and keeps all it saw.
 */
export async function startCheckingReceiver(certificate: {
  key: string
  cert: string
}): Promise<CheckingReceiver> {
  const requests: CheckedRequest[] = []
  const expected = new Map<
    string,
    { dialect: string; secret: string; failEvery: number; seen: Set<string> }
  >()

  function check({ path, headers, body }: ReceivedRequest): CheckedRequest {
    const expectation = expected.get(path)
    if (!expectation) return { path, identity: '', verified: false, body: String(body), statusCode: 404 }
    const { dialect, secret, failEvery, seen } = expectation
    const identity = identityOf(headers, body)
    const verified = verifiers[dialect]!(secret, headers, body)
    const first = !seen.has(identity)
    seen.add(identity)
    const fails = first && failEvery > 0 && seen.size % failEvery === 1
    return { path, identity, verified, body: String(body), statusCode: !verified ? 401 : fails ? 500 : 200 }
  }

  const receiver = await openHttpsReceiver({
    certificate,
    answer(request) {
      const checked = check(request)
      requests.push(checked)
      return { status: checked.statusCode, headers: { 'content-type': 'text/plain' }, body: 'thank you\n' }
    },
  })
  return {
    ...receiver,
    requests,
    expect: (path, expectation) => void expected.set(path, { ...expectation, seen: new Set() }),
  }
}

function identityOf(headers: IncomingHttpHeaders, body: Buffer): string {
  if (typeof headers['webhook-id'] === 'string') return headers['webhook-id']
  try {
    const { delivery_id, id } = JSON.parse(String(body)) as { delivery_id?: string; id?: string }
    return delivery_id ?? id ?? ''
  } catch {
    return ''
  }
}
