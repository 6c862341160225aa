import { liveSecrets, openSecret } from '../secrets/webhook-secrets.ts'
import type { AttemptDeps } from './attempt-deps.ts'
import type { BegunAttempt } from './begin-attempt.ts'
import { buildDeliveryRequest } from './build-request.ts'
import type { SendResult } from './judge-answer.ts'

/** Signs and sends the request, with the span of its attempt (null: none) if the organization wants that. If it can't be built, for example without its secret's key, the attempt fails. */
export async function sendRequest(
  { dialects, keyring, outbound, log }: AttemptDeps,
  deliveryId: string,
  attempt: BegunAttempt,
  attemptedAt: Date,
  traceparent: string | null,
): Promise<SendResult> {
  let request
  try {
    request = buildDeliveryRequest({
      dialect: dialects.get(attempt.dialect)!,
      envelope: { ...attempt, deliveryId },
      url: attempt.url,
      headers: attempt.headers,
      timeoutMs: attempt.ownPolicy?.timeoutMs,
      secrets: liveSecrets(attempt.secrets, attemptedAt).map((secret) =>
        openSecret(keyring, attempt.webhookId, secret),
      ),
      attemptedAt,
      traceparent: attempt.sendsTraceparent ? traceparent : null,
    })
  } catch (error) {
    log.error({ err: error, deliveryId, webhookId: attempt.webhookId }, 'A request could not be made.')
    return NOT_SENT
  }
  return outbound.post(request)
}

const NOT_SENT: SendResult = {
  response: null,
  error: {
    kind: 'NOT_SENT',
    message:
      "The request could not be made, so nothing was sent. The worker's log says why; its operator has to act.",
  },
  resent: false,
  remoteAddress: null,
  latency: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 0 },
}
