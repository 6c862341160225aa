import { createHmac, timingSafeEqual } from 'node:crypto'

/** Requests signed longer ago are refused, so that a recorded one can't be sent again. In seconds. */
const TOLERANCE = 5 * 60

/** True if the request was signed with the secret, just now. `body` is the raw body, before it is parsed. */
export function verify(headers, body, secret, now = Date.now() / 1000) {
  const parts = (headers.get('x-campsite-signature') ?? '').split(',').map((part) => part.split('='))
  const timestamp = parts.find(([name]) => name === 't')?.[1]
  const expected = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest()
  // While a secret is being replaced there are two signatures: one that matches is enough.
  const matches = parts.some(([name, value]) => {
    const received = Buffer.from(name === 'v1' ? (value ?? '') : '', 'hex')
    return received.length === expected.length && timingSafeEqual(received, expected)
  })
  return matches && Math.abs(now - Number(timestamp)) <= TOLERANCE
}

/** A handler of Next.js, Hono, Deno, Bun and everything else that speaks fetch. */
export async function POST(request) {
  const body = await request.text()
  if (!verify(request.headers, body, process.env.WEBHOOK_SECRET)) {
    return new Response('The signature does not match.', { status: 401 })
  }
  const { type, id, data } = JSON.parse(body)
  // A delivery may come again: remember id, and do the work once, after answering.
  console.log(type, id, data)
  return new Response(null, { status: 204 })
}
