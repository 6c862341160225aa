import type {
  AttemptOutcome,
  DeliveryStatus,
  ErrorKind,
  HealthState,
  WebhookStatus,
  WebhookStatusReason,
} from '../generated/operations.ts'

export type Tone = 'good' | 'bad' | 'warn' | 'quiet' | 'info'

/** A coloured word. The word has the full meaning without the colour. */
export function Badge({ tone, children, title }: { tone: Tone; children: string; title?: string }) {
  return (
    <span className={`badge ${tone}`} title={title}>
      {children}
    </span>
  )
}

const DELIVERY: Record<DeliveryStatus, [Tone, string]> = {
  PENDING: ['warn', 'Pending'],
  SUCCEEDED: ['good', 'Delivered'],
  FAILED: ['bad', 'Failed'],
  CANCELED: ['quiet', 'Canceled'],
  SKIPPED: ['quiet', 'Skipped'],
}

export const DELIVERY_STATUSES = Object.keys(DELIVERY) as DeliveryStatus[]

/** `Delivered`. */
export const deliveryWord = (status: DeliveryStatus): string => DELIVERY[status][1]

export function DeliveryBadge({ status }: { status: DeliveryStatus }) {
  const [tone, word] = DELIVERY[status]
  return <Badge tone={tone}>{word}</Badge>
}

const REASON: Record<WebhookStatusReason, string> = {
  REQUESTED: 'somebody asked for it',
  GONE: 'the receiver answered 410 Gone',
  PLAN: 'the plan does not include it',
  FAILING: 'no attempt succeeded for too long',
}

const WEBHOOK: Record<WebhookStatus, [Tone, string]> = {
  ENABLED: ['good', 'Enabled'],
  PAUSED: ['warn', 'Paused'],
  DISABLED: ['bad', 'Disabled'],
  LISTENING: ['info', 'Listening'],
}

export const WEBHOOK_STATUSES = Object.keys(WEBHOOK) as WebhookStatus[]

/** `Listening`. */
export const webhookWord = (status: WebhookStatus): string => WEBHOOK[status][1]

/** The status of a webhook, or that it fails; its title says why. */
export function WebhookBadge({
  webhook: { status, statusReason, health },
}: {
  webhook: {
    status: WebhookStatus
    statusReason: WebhookStatusReason | null
    health: { state: HealthState }
  }
}) {
  if (health.state === 'FAILING' && status === 'ENABLED')
    return (
      <Badge tone="bad" title="Nothing has succeeded for a while">
        Failing
      </Badge>
    )
  const [tone, word] = WEBHOOK[status]
  const title =
    status === 'LISTENING'
      ? 'A listener of durahook listen'
      : statusReason
        ? `Because ${REASON[statusReason]}`
        : undefined
  return (
    <Badge tone={tone} {...(title !== undefined && { title })}>
      {word}
    </Badge>
  )
}

export const reasonText = (reason: WebhookStatusReason): string => REASON[reason]

const KIND: Partial<Record<ErrorKind, string>> = {
  DNS_FAILED: 'No DNS',
  ADDRESS_DENIED: 'Denied',
  CONNECTION_REFUSED: 'Refused',
  CONNECTION_FAILED: 'No connection',
  CONNECTION_RESET: 'Reset',
  CERTIFICATE_EXPIRED: 'Cert expired',
  CERTIFICATE_INVALID: 'Bad cert',
  TLS_FAILED: 'TLS failed',
  TIMEOUT_CONNECT: 'Timeout',
  TIMEOUT_RESPONSE: 'Timeout',
  TIMEOUT_BODY: 'Timeout',
  HTTP_INVALID: 'Not HTTP',
  HEADERS_TOO_LARGE: 'Headers',
  INTERRUPTED: 'Interrupted',
  NOT_SENT: 'Not sent',
}

/** The status code of an attempt, or a word for why there is none. */
export function OutcomeBadge({
  attempt: { outcome, statusCode, errorKind },
}: {
  attempt: { outcome: AttemptOutcome; statusCode: number | null; errorKind: ErrorKind | null }
}) {
  const tone = outcome === 'SUCCEEDED' ? 'good' : outcome === 'FAILED' ? 'bad' : 'warn'
  const word = outcome === 'SUCCEEDED' ? 'Succeeded' : outcome === 'FAILED' ? 'Failed' : 'Interrupted'
  const short = statusCode === null ? ((errorKind && KIND[errorKind]) ?? word) : String(statusCode)
  return (
    <span className={`badge code ${tone}`}>
      <span className="off-screen">{word} </span>
      {short}
    </span>
  )
}

/** The answer to the last attempt of a delivery. */
export function LastAnswer({
  delivery: { statusCode, errorKind },
}: {
  delivery: { statusCode: number | null; errorKind: ErrorKind | null }
}) {
  if (statusCode === null && errorKind === null) return <span className="muted">–</span>
  const wentWrong = errorKind !== null && errorKind !== 'BODY_TRUNCATED'
  const outcome = errorKind === 'INTERRUPTED' ? 'INTERRUPTED' : wentWrong ? 'FAILED' : 'SUCCEEDED'
  return <OutcomeBadge attempt={{ outcome, statusCode, errorKind }} />
}
