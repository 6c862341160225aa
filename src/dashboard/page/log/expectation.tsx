import type { WebhookStatus } from '../generated/operations.ts'
import { Countdown } from '../components/time.tsx'
import type { DeliveryNow } from './deliveries-now.ts'

interface ExpectationProps {
  delivery: Pick<DeliveryNow, 'attemptStartedAt' | 'nextAttemptAt'>
  /** Null until it is known. */
  webhookStatus: WebhookStatus | null
}

/** What comes next for a delivery that is PENDING, in two or three words. */
export function Expectation({ delivery, webhookStatus }: ExpectationProps) {
  if (delivery.attemptStartedAt) return 'on its way'
  if (isHeld(webhookStatus)) return `held: webhook ${webhookStatus!.toLowerCase()}`
  if (webhookStatus === 'LISTENING' && !delivery.nextAttemptAt) return 'waits for durahook listen'
  return delivery.nextAttemptAt ? <Countdown to={delivery.nextAttemptAt} /> : 'waiting to be sent'
}

/** As Expectation, in a sentence. */
export function ExpectationSentence({ delivery, webhookStatus }: ExpectationProps) {
  if (delivery.attemptStartedAt) return 'An attempt is on its way.'
  if (webhookStatus === 'PAUSED')
    return 'Held: the webhook is paused. It goes out when the webhook is enabled.'
  if (webhookStatus === 'DISABLED') return 'Held: the webhook is disabled.'
  if (webhookStatus === 'LISTENING' && !delivery.nextAttemptAt)
    return 'It waits until durahook listen comes for it.'
  if (!delivery.nextAttemptAt) return 'It waits to be sent.'
  return (
    <>
      Next attempt <Countdown to={delivery.nextAttemptAt} />
    </>
  )
}

const isHeld = (status: WebhookStatus | null): boolean => status === 'PAUSED' || status === 'DISABLED'
