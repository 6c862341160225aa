import { RequestRefused } from '../refusal.ts'
import { MAXIMUM_BYTES, receive, type ReceiverOptions } from '../receive.ts'

/**
 * A handler for all that speaks fetch: `export const POST = fetchReceiver(…)` in Next.js, `app.post(path, (c) => receiver(c.req.raw))`
 * in Hono, `Deno.serve(receiver)`, `Bun.serve({ fetch: receiver })`, a Cloudflare worker.
 */
export function fetchReceiver(options: ReceiverOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } })
    const { status } = await receive(
      () => readBody(request, options.maximumBytes ?? MAXIMUM_BYTES),
      request.headers,
      options,
    )
    return new Response(null, { status })
  }
}

/** Reads no more than is needed to see that a body is too large. */
async function readBody({ body, bodyUsed }: Request, maximumBytes: number): Promise<Uint8Array> {
  if (bodyUsed)
    throw new RequestRefused(
      'BODY_NOT_RAW',
      'The body was read already. Give a request that nobody has read.',
    )
  const parts: Uint8Array[] = []
  let size = 0
  // Not `for await`: streams of some workers can't be iterated.
  const reader = body?.getReader()
  while (reader && size <= maximumBytes) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    size += value.byteLength
  }
  if (size > maximumBytes) await reader?.cancel()
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}
