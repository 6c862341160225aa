import { MAXIMUM_BYTES, receive, type ReceiverOptions } from '../receive.ts'

/** What this needs of a request of `node:http` and of Express, so that the types ask for no other package. */
interface NodeRequest {
  method?: string | undefined
  headersDistinct: Record<string, string[] | undefined>
  readableEnded: boolean
  body?: unknown
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array>
}

/** The same of a response. */
interface NodeResponse {
  writeHead(status: number, headers?: Record<string, string>): { end(): unknown }
}

/**
 * A handler for Express and for `node:http`: `app.post('/webhooks', expressReceiver(…))`. It reads the body itself, so put it before
 * `express.json()`, or leave its path out of that: what was parsed can't be verified (BODY_NOT_RAW).
 */
export function expressReceiver(
  options: ReceiverOptions,
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  return async (request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(405, { allow: 'POST' }).end()
      return
    }
    // `express.raw()` and `express.text()` leave what can be verified; what `express.json()` leaves is refused by verify.
    // So is a body that somebody has read and left nowhere.
    const body =
      request.body === undefined && !request.readableEnded
        ? () => readBody(request, options.maximumBytes ?? MAXIMUM_BYTES)
        : (request.body as Uint8Array)
    const { status } = await receive(body, request.headersDistinct, options)
    response.writeHead(status).end()
  }
}

/** Reads no more than is needed to see that a body is too large. */
async function readBody(request: NodeRequest, maximumBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request) {
    parts.push(part)
    size += part.byteLength
    if (size > maximumBytes) break
  }
  const body = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    body.set(part, at)
    at += part.byteLength
  }
  return body
}
