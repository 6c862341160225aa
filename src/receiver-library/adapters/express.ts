import type { IncomingMessage, ServerResponse } from 'node:http'
import { MAXIMUM_BYTES, receive, type ReceiverOptions } from '../receive.ts'

/**
 * A handler for Express and for `node:http`: `app.post('/webhooks', expressReceiver(…))`. It reads the body itself, so put it before
 * `express.json()`, or leave its path out of that: what was parsed can't be verified (BODY_NOT_RAW).
 */
export function expressReceiver(
  options: ReceiverOptions,
): (request: IncomingMessage & { body?: unknown }, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(405, { allow: 'POST' }).end()
      return
    }
    // `express.raw()` and `express.text()` leave what can be verified; what `express.json()` leaves is refused by verify.
    const body =
      request.body === undefined
        ? await readBody(request, options.maximumBytes ?? MAXIMUM_BYTES)
        : request.body
    const { status } = await receive(body as Uint8Array, request.headersDistinct, options)
    response.writeHead(status).end()
  }
}

/** Reads no more than is needed to see that a body is too large. */
async function readBody(request: IncomingMessage, maximumBytes: number): Promise<Uint8Array> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    parts.push(part)
    size += part.byteLength
    if (size > maximumBytes) break
  }
  return Buffer.concat(parts)
}
