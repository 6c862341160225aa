import { createServer } from 'node:https'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { inject } from 'vitest'
import { createCertificates } from '../../src/receiver/certificates.ts'

export interface Received {
  path: string
  headers: Record<string, string | string[] | undefined>
  /** As on the wire: name, value, name, value, … */
  rawHeaders: string[]
  body: Buffer
  at: number
}

export type Answer =
  { status: number; headers?: Record<string, string>; body?: string | Buffer } | 'hang' | 'reset'

export interface TestReceiver extends AsyncDisposable {
  url: string
  received: Received[]
  close(): Promise<void>
}

/** A real HTTPS receiver under the test run's authority. `answer` is 200 unless given. */
export async function openReceiver(
  answer: (request: Received) => Answer | Promise<Answer> = () => ({ status: 200 }),
): Promise<TestReceiver> {
  const { localhost } = await createCertificates(inject('certificatesFolder'))
  const received: Received[] = []
  const server = createServer(localhost, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const entry = {
      path: request.url!,
      headers: request.headers,
      rawHeaders: request.rawHeaders,
      body: Buffer.concat(chunks),
      at: Date.now(),
    }
    received.push(entry)
    const wanted = await answer(entry)
    if (wanted === 'reset') return void request.socket.destroy()
    if (wanted === 'hang') return
    response.writeHead(wanted.status, wanted.headers).end(wanted.body)
  })
  server.on('clientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    received,
    close,
    [Symbol.asyncDispose]: close,
  }
}
