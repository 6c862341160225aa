import { openHttpsReceiver, type HttpsReceiver, type ReceivedRequest } from './https-receiver.ts'

/**
 * An HTTPS server that takes webhooks, for trying things out. `/status/503` answers 503, `/flaky` answers 500 to every
 * second request, every other path answers 200. `onRequest` is told what was answered, too.
 */
export function startDemoReceiver(options: {
  port: number
  /** PEM. */
  certificate: { key: string; cert: string }
  onRequest(request: ReceivedRequest, statusCode: number): void
}): Promise<HttpsReceiver> {
  const { port, certificate, onRequest } = options
  let flaky = 0
  const statusOf = (path: string) => {
    const wanted = /^\/status\/([2-5]\d\d)\b/.exec(path)?.[1]
    if (wanted) return Number(wanted)
    if (path.startsWith('/flaky')) return flaky++ % 2 === 0 ? 500 : 200
    return 200
  }
  return openHttpsReceiver({
    port,
    certificate,
    answer(request) {
      const status = statusOf(request.path)
      onRequest(request, status)
      const body = JSON.stringify({ received: status < 300 })
      return { status, headers: { 'content-type': 'application/json' }, body }
    },
  })
}
