import { createHmac, timingSafeEqual } from 'node:crypto'

/** True if the request was signed with the secret. `body` is the raw body, before it is parsed. */
export function verify(headers, body, secret) {
  const expected = createHmac('sha256', secret).update(body).digest()
  const received = Buffer.from(headers.get('x-sjocamp-signature') ?? '', 'hex')
  return received.length === expected.length && timingSafeEqual(received, expected)
}

/** A handler of Next.js, Hono, Deno, Bun and everything else that speaks fetch. */
export async function POST(request) {
  const body = await request.text()
  if (!verify(request.headers, body, process.env.WEBHOOK_SECRET)) {
    return new Response('The signature does not match.', { status: 401 })
  }
  const { event, delivery_id, data } = JSON.parse(body)
  // A delivery may come again: remember delivery_id, and do the work once, after answering.
  console.log(event, delivery_id, data)
  return new Response(null, { status: 204 })
}
