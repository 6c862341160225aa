import { createHmac, timingSafeEqual } from 'node:crypto'

/** Requests signed longer ago are refused, so that a recorded one can't be sent again. In seconds. */
const TOLERANCE = 5 * 60

/** True if the request was signed with the secret, `whsec_…`, just now. `body` is the raw body, before it is parsed. */
export function verify(headers, body, secret, now = Date.now() / 1000) {
  const id = headers.get('webhook-id')
  const timestamp = headers.get('webhook-timestamp')
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest()
  // While a secret is being replaced there are two signatures: one that matches is enough.
  const matches = (headers.get('webhook-signature') ?? '').split(' ').some((signature) => {
    const [version, value = ''] = signature.split(',')
    const received = Buffer.from(version === 'v1' ? value : '', 'base64')
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
  const { type, data } = JSON.parse(body)
  // An event may come again: remember webhook-id, and do the work once, after answering.
  console.log(type, request.headers.get('webhook-id'), data)
  return new Response(null, { status: 204 })
}
