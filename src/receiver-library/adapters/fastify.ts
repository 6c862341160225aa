import type { RequestHeaders } from '../headers.ts'
import { MAXIMUM_BYTES, receive, type ReceiverOptions } from '../receive.ts'

/** What this needs of Fastify's instance, request and reply; all versions from 4 on have it. */
interface Instance {
  removeAllContentTypeParsers(): unknown
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer'; bodyLimit: number },
    parser: (request: unknown, body: Uint8Array, done: (error: null, body: Uint8Array) => void) => void,
  ): unknown
  post(
    path: string,
    handler: (
      request: { body: unknown; headers: RequestHeaders },
      reply: { code(status: number): { send(): unknown } },
    ) => Promise<unknown>,
  ): unknown
}

/**
 * A plugin for Fastify: `app.register(fastifyReceiver('/webhooks', …))`. Only inside it bodies stay as they came; the parsers of the
 * other paths are untouched.
 */
export function fastifyReceiver(
  path: string,
  options: ReceiverOptions,
): (instance: Instance) => Promise<void> {
  return async (instance) => {
    instance.removeAllContentTypeParsers()
    const bodyLimit = options.maximumBytes ?? MAXIMUM_BYTES
    instance.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    )
    instance.post(path, async (request, reply) => {
      const { status } = await receive(
        (request.body ?? new Uint8Array()) as Uint8Array,
        request.headers,
        options,
      )
      return reply.code(status).send()
    })
  }
}
