import { buildDeliveryRequest } from './build-request.ts'
import type { Dialects } from '../dialects/registry.ts'
import { newId } from '../ids.ts'
import type { JsonText } from '../json/json-text.ts'
import type { OutboundRequest } from '../outbound/outbound.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { liveSecrets, openSecret } from '../secrets/webhook-secrets.ts'
import type { Webhook } from '../webhooks/webhook.ts'
import type { PreviewSecret } from '../words/enums.ts'

/** The request that would deliver an event to a webhook now. `THROWAWAY`: only the signature differs. */
export function previewDelivery(
  { dialects, keyring }: { dialects: Dialects; keyring: Keyring },
  webhook: Webhook,
  { eventType, data }: { eventType: string; data: JsonText },
  signedWith: PreviewSecret,
): OutboundRequest {
  const dialect = dialects.get(webhook.dialect)!
  const now = new Date()
  const secrets =
    signedWith === 'WEBHOOK'
      ? liveSecrets(webhook.secrets, now).map((secret) => openSecret(keyring, webhook.id, secret))
      : [dialect.createSecret(webhook.secretKind)]
  return buildDeliveryRequest({
    dialect,
    envelope: {
      eventId: newId.event(),
      deliveryId: newId.delivery(),
      organizationId: webhook.organizationId,
      channelId: webhook.channelId,
      eventType,
      occurredAt: now,
      data: data.text,
    },
    url: webhook.url,
    headers: webhook.headers,
    secrets,
    attemptedAt: now,
  })
}
