import type { OperationalEventName } from './catalogue.ts'
import type { OperationalEvent } from './operational-event.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- as the catalogue says for each type
type Data = Record<string, any>

/** A sentence or two for people: what happened, and what follows. */
export function messageOf({ type, data }: Pick<OperationalEvent, 'type' | 'data'>): string {
  return MESSAGES[type](data)
}

const MESSAGES: Record<OperationalEventName, (data: Data) => string> = {
  'webhook.failing': ({ webhook, failingSince, lastError, disableAt }) =>
    `${named(webhook)} has been failing since ${timeOf(failingSince)}.${because(lastError)}${disableAt ? ` It will be disabled on ${timeOf(disableAt)} if nothing succeeds.` : ''}`,
  'webhook.disable_scheduled': ({ webhook, failingSince, disableAt, failedDeliveries, afterDeliveries }) =>
    `${named(webhook)} will be disabled on ${timeOf(disableAt)}${moreThan(failedDeliveries, afterDeliveries)}, because it has been failing since ${timeOf(failingSince)}. One success keeps it enabled.`,
  'webhook.disabled': ({ webhook, reason, failingSince }) =>
    `${named(webhook)} was disabled: ${reasonOf(reason, failingSince)}`,
  'webhook.recovered': ({ webhook, failingSince, recoveredAt }) =>
    `${named(webhook)} receives again since ${timeOf(recoveredAt)}; it had been failing since ${timeOf(failingSince)}.`,
  'webhook.secret_rotated': ({ webhook, oldSecretExpiresAt }) =>
    `${named(webhook)} has a new secret. The old one ${oldSecretExpiresAt ? `also signs until ${timeOf(oldSecretExpiresAt)}` : 'no longer signs'}.`,
  'delivery.failing': ({ webhook, eventType, attempts, error, nextAttemptAt }) =>
    `${eventType ?? 'An event'} could not be delivered to ${named(webhook, 'the')} ${timesOf(attempts)}.${because(error)}${nextAttemptAt ? ` The next attempt is on ${timeOf(nextAttemptAt)}.` : ''}`,
  'delivery.failed': ({ webhook, eventType, attempts, error }) =>
    `${eventType ?? 'An event'} was not delivered to ${named(webhook, 'the')}, after ${attempts === 1 ? '1 attempt' : `${attempts} attempts`}.${because(error)}`,
  'delivery.recovered': ({ webhook, eventType, attempts }) =>
    `${eventType ?? 'An event'} was delivered to ${named(webhook, 'the')} after all, by attempt ${attempts}.`,
  'replay.finished': ({ webhook, status, matched, delivered, failed, skipped }) =>
    `A replay${webhook ? ` for ${named(webhook, 'the')}` : ''} ${status === 'CANCELED' ? 'was canceled' : 'is complete'}: of ${matched} that matched, ${delivered} were delivered, ${failed} failed and ${skipped} were skipped.`,
}

/** By its description, and the host of its URL. */
function named(webhook: Data | null, article: 'The' | 'the' = 'The'): string {
  const names = [webhook?.['description'], webhook?.['host']].filter(Boolean)
  const name = names.length === 2 ? `${names[0]} (${names[1]})` : (names[0] ?? webhook?.['id'])
  return `${article} webhook ${name}`
}

/** What went wrong, as a sentence of its own. */
const because = (error: string | null | undefined): string =>
  error ? ` ${error}${/[.!?]$/.test(error) ? '' : '.'}` : ''

/** Whether more deliveries have to fail before. */
const moreThan = (failed: number, needed: number): string =>
  failed < needed ? ` if ${needed - failed} more of its deliveries fail by then` : ''

function reasonOf(reason: string, failingSince: string | null): string {
  if (reason === 'GONE') return 'its receiver answered 410 Gone.'
  if (reason === 'PLAN') return "the organization's plan no longer includes it."
  return `no attempt has succeeded since ${timeOf(failingSince)}.`
}

const timesOf = (attempts: number): string => (attempts === 1 ? 'once' : `${attempts} times`)

/** To the minute: `2026-11-27 08:05 UTC`. */
const timeOf = (at: string | null | undefined): string =>
  at ? `${at.slice(0, 16).replace('T', ' ')} UTC` : 'a time that is not known'
