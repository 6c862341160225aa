import { buildDeliveryRequest } from '../attempts/build-request.ts'
import { liveSecrets, openSecret } from '../secrets/webhook-secrets.ts'
import type { CreateWebhookDeps } from '../webhooks/create-webhook.ts'
import type { Database } from '../database/database.ts'
import type { ListenerNews } from './listener-news.ts'
import { noteSeen, type OpenListener } from './open-listener.ts'
import { takeDeliveries, type TakenDelivery } from './take-deliveries.ts'

export interface ListenDeps extends CreateWebhookDeps {
  /** With INDEX_PLANNING. */
  hot: Database
  listenerNews: ListenerNews
}

/** A request for the caller to make, whose attempt was begun. */
export interface ForwardRequest {
  deliveryId: string
  eventId: string
  eventType: string
  run: number
  number: number
  headers: { name: string; value: string }[]
  body: string
  timeoutMs: number
}

/** The listener was opened again elsewhere, deleted, or taken away by the plan. */
export class ListenerEnded extends Error {}

/** How often Postgres is told that somebody is there, in milliseconds. */
const SEEN_MS = 60_000

/**
 * The requests of a listener, as they are to be made, until `signal` aborts: first what waits, then what comes. The attempt of each was
 * begun; the caller reports how it ended. Throws ListenerEnded.
 */
export async function* listen(
  deps: ListenDeps,
  { webhook, session }: OpenListener,
  signal: AbortSignal,
): AsyncGenerator<ForwardRequest> {
  const listener = deps.listenerNews.join(webhook)
  let seenAt = performance.now()
  let inVain = false
  try {
    while (!signal.aborted) {
      if (performance.now() - seenAt > SEEN_MS) {
        await noteSeen(deps.database, webhook.id, session)
        seenAt = performance.now()
      }
      const taken = await takeDeliveries(deps.hot, webhook.id, session)
      if (taken === null) throw new ListenerEnded()
      for (const delivery of taken) yield requestOf(deps, delivery)
      if (taken.length > 0) inVain = false
      else inVain = await listener.news(signal, inVain)
    }
  } finally {
    listener.leave()
  }
}

/** The request as a worker would send it. */
function requestOf({ dialects, keyring }: ListenDeps, delivery: TakenDelivery): ForwardRequest {
  const { id: deliveryId, run, number, eventId, eventType, startedAt } = delivery
  const { headers, body, timeoutMs } = buildDeliveryRequest({
    dialect: dialects.get(delivery.dialect)!,
    envelope: { ...delivery, deliveryId },
    url: delivery.url,
    headers: delivery.headers,
    timeoutMs: delivery.ownPolicy?.timeoutMs,
    secrets: liveSecrets(delivery.secrets, startedAt).map((secret) =>
      openSecret(keyring, delivery.webhookId, secret),
    ),
    attemptedAt: startedAt,
  })
  return {
    deliveryId,
    eventId,
    eventType,
    run,
    number,
    headers: headers.map(([name, value]) => ({ name, value })),
    body,
    timeoutMs,
  }
}
