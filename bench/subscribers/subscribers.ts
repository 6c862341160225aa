import { startNode } from '../stand/node-process.ts'

export interface SubscribersReport {
  /** From the end of an attempt to its entry at a subscriber, in milliseconds, of all since `measure`. */
  lags: number[]
  /** Entries each subscriber got since it began. */
  received: number[]
}

export interface Subscribers extends AsyncDisposable {
  /** Forgets the lags so far. */
  measure(): void
  report(): Promise<SubscribersReport>
}

/** Resolves when all follow the webhook's log. */
export async function startSubscribers(options: {
  port: number
  apiKey: string
  webhookId: string
  count: number
  folder: string
}): Promise<Subscribers> {
  const child = startNode({
    name: 'subscribers',
    file: 'bench/subscribers/subscribers-process.ts',
    environment: {
      PORT: String(options.port),
      TOKEN: options.apiKey,
      WEBHOOK_ID: options.webhookId,
      SUBSCRIBERS: String(options.count),
    },
    folder: options.folder,
  })
  let onMessage: (message: unknown) => void = () => {}
  child.onMessage((message) => onMessage(message))
  const next = () => new Promise<unknown>((resolve) => (onMessage = resolve))
  await next()
  return {
    measure: () => child.send('measure'),
    async report() {
      const answer = next()
      child.send('report')
      return (await answer) as SubscribersReport
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  }
}
