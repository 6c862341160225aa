import type { TestApp } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { rows } from '../support/sql.ts'

const LISTEN = /* GraphQL */ `
  subscription ($input: ListenInput!) {
    listen(input: $input) {
      listener {
        id
        status
        url
      }
      secret
      request {
        deliveryId
        eventId
        eventType
        run
        number
        body
        timeoutMs
        headers {
          name
          value
        }
      }
    }
  }
`
const REPORT = `mutation ($attempts: [ReportAttemptInput!]!) { reportAttempts(attempts: $attempts) {
  deliveries { id status } userErrors { code field message } } }`

export interface Request {
  deliveryId: string
  eventId: string
  eventType: string
  run: number
  number: number
  body: string
  headers: { name: string; value: string }[]
}

/** Somebody who runs `durahook listen`, but does not answer by itself. */
export async function openListening(client: TestClient, input: object = {}) {
  const socket = client.socket()
  const requests: Request[] = []
  let first: { listener: { id: string; status: string; url: string }; secret: string | null } | null = null
  let ended: unknown = null
  const messages = socket.iterate<any>({
    query: LISTEN,
    variables: { input: { name: 'laptop', forwardTo: 'http://localhost:3000/hooks', ...input } },
  })
  void (async () => {
    try {
      for await (const { data, errors } of messages) {
        if (errors) ended = errors[0]
        else if (data.listen.request) requests.push(data.listen.request)
        else first = data.listen
      }
    } catch (error) {
      ended = (error as any[])[0] ?? error
    }
  })()
  await eventually(() => first !== null || ended !== null)
  return {
    ...first!,
    requests,
    ended: () => ended as any,
    until: (count: number) =>
      eventually(() => requests.length >= count, { describe: () => `${count} requests` }),
    close: async () => socket.dispose(),
  }
}

/** Closes it before anything else is published: the server, which sees the end of a connection late, gives it nothing any more. */
export async function endListening(
  app: TestApp,
  { close, listener }: Awaited<ReturnType<typeof openListening>>,
): Promise<void> {
  await close()
  await rows(app, `update webhooks set listener_session = 'ended' where id = ?`, [listener.id])
}

export const report = async (
  client: TestClient,
  { deliveryId, run, number }: Request,
  more: object = { statusCode: 200 },
) =>
  (
    await client.request(REPORT, {
      attempts: [{ deliveryId, run, number, latency: { totalMs: 12.5 }, ...more }],
    })
  ).reportAttempts
