import type { RequestHeaders } from './headers.ts'
import { RequestRefused } from './refusal.ts'
import type { SeenEvents } from './seen.ts'
import { verify, type RawBody, type VerifiedEvent, type VerifyOptions } from './verify.ts'

export interface ReceiverOptions extends Pick<VerifyOptions, 'tolerance'> {
  /** Those of the webhook, two while one is being replaced; a function is asked for each request. */
  secrets: string | readonly string[] | (() => string | readonly string[])
  /** Does the work, or better: puts it into a queue. If it throws, the answer is 500, and the event comes again. */
  onEvent(event: VerifiedEvent): unknown
  /** Without it, `onEvent` may get an event twice. */
  seen?: SeenEvents
  /** Told of each refused request and of what `onEvent` threw. Default: console.error. */
  onError?(error: unknown): void
  /** Larger bodies are refused with 413. In bytes. Default: 1 MiB, four times what durahook sends. */
  maximumBytes?: number
}

/** What to answer to a request. The sender gets the status and nothing that would help a forger. */
export interface ReceiverAnswer {
  status: number
}

export const MAXIMUM_BYTES = 1024 * 1024

/**
 * Verifies a request, does its work once, and says what to answer. The frameworks' adapters are made of this. `body`: the raw body, or
 * what reads it; a sender may go away meanwhile.
 */
export async function receive(
  body: RawBody | (() => Promise<RawBody>),
  headers: RequestHeaders,
  {
    secrets,
    tolerance,
    onEvent,
    seen,
    onError = console.error,
    maximumBytes = MAXIMUM_BYTES,
  }: ReceiverOptions,
): Promise<ReceiverAnswer> {
  try {
    const rawBody = typeof body === 'function' ? await body() : body
    if (sizeOf(rawBody) > maximumBytes)
      throw new RequestRefused('BODY_TOO_LARGE', `The body is larger than ${maximumBytes} bytes.`)
    const event = await verify(rawBody, headers, typeof secrets === 'function' ? secrets() : secrets, {
      ...(tolerance !== undefined && { tolerance }),
    })
    const before = await seen?.begin(event.id)
    if (before === 'done') return { status: 204 }
    // Not 204: its work may still fail, and nobody would send it again.
    if (before === 'busy') return { status: 503 }
    try {
      await onEvent(event)
    } catch (error) {
      onError(error)
      await seen?.forget(event.id)
      return { status: 500 }
    }
    await seen?.finish(event.id)
    return { status: 204 }
  } catch (error) {
    onError(error)
    return { status: error instanceof RequestRefused ? error.status : 500 }
  }
}

/** Of a text its length, which is no more than its bytes. */
const sizeOf = (rawBody: RawBody) =>
  typeof rawBody === 'string' ? rawBody.length : (rawBody?.byteLength ?? 0)
