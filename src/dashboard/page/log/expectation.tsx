import { serverNow } from '../api/clock.ts'
import type { WebhookStatus } from '../generated/operations.ts'
import { Countdown } from '../components/time.tsx'
import type { DeliveryNow } from './deliveries-now.ts'

type Expecting = Pick<DeliveryNow, 'attemptStartedAt' | 'nextAttemptAt'> & {
  webhook: Pick<DeliveryNow['webhook'], 'quietUntil' | 'health'>
}

interface ExpectationProps {
  delivery: Expecting
  /** Null until it is known. */
  webhookStatus: WebhookStatus | null
}

/** What comes next for a delivery that is PENDING, in two or three words. */
export function Expectation({ delivery, webhookStatus }: ExpectationProps) {
  if (delivery.attemptStartedAt) return 'on its way'
  if (isHeld(webhookStatus)) return `held: webhook ${webhookStatus!.toLowerCase()}`
  if (webhookStatus === 'LISTENING' && !delivery.nextAttemptAt) return 'waits for durahook listen'
  if (waits(delivery))
    return delivery.webhook.health.state === 'FAILING' ? 'held: webhook failing' : 'held: receiver’s pause'
  return delivery.nextAttemptAt ? <Countdown to={delivery.nextAttemptAt} /> : 'waiting to be sent'
}

/** As Expectation, in a sentence. */
export function ExpectationSentence({
  delivery,
  webhookStatus,
}: ExpectationProps & {
  delivery: {
    /** What the API says of it. */
    decision: string
  }
}) {
  if (delivery.attemptStartedAt) return 'An attempt is on its way.'
  if (webhookStatus === 'PAUSED')
    return 'Held: the webhook is paused. It goes out when the webhook is enabled.'
  if (webhookStatus === 'DISABLED') return 'Held: the webhook is disabled.'
  if (webhookStatus === 'LISTENING' && !delivery.nextAttemptAt)
    return 'It waits until durahook listen comes for it.'
  if (delivery.webhook.health.state === 'FAILING' || waits(delivery)) return delivery.decision
  if (!delivery.nextAttemptAt) return 'It waits to be sent.'
  return (
    <>
      Next attempt <Countdown to={delivery.nextAttemptAt} />
    </>
  )
}

/** Whether it would be due, and its webhook's health or its receiver holds it. The probe is held for a moment only. */
function waits({ nextAttemptAt, webhook: { quietUntil, health } }: Expecting): boolean {
  const dueAt = nextAttemptAt ? Date.parse(nextAttemptAt) : 0
  if (quietUntil && dueAt < Date.parse(quietUntil)) return true
  return health.state === 'FAILING' && dueAt < serverNow()
}

const isHeld = (status: WebhookStatus | null): boolean => status === 'PAUSED' || status === 'DISABLED'
