import { ApiError, request } from '../api/request.ts'
import { onRefresh } from '../api/use-query.ts'
import { serverNow } from '../api/clock.ts'
import type { DeliveryNowFragment, LogRowFragment, WebhookStatus } from '../generated/operations.ts'
import { deliveriesNowDocument, MAXIMUM_IDS, type DeliveriesNowAnswer } from './deliveries-now-document.ts'
import type { LogScope } from './log-scope.ts'

export type DeliveryNow = DeliveryNowFragment

export interface DeliveriesNowState {
  /** Null until it is read, and if it is about all webhooks of an organization; each delivery has that of its webhook. */
  webhookStatus: WebhookStatus | null
  /** The newest PENDING deliveries, the newest first, 100 at the most. */
  pending: readonly DeliveryNow[]
  morePending: boolean
}

/** Delay of a read after a change that the page does not know in full, in milliseconds. */
const SOON_MS = 200
/** Minimum time between two reads, except after a change on this page, in milliseconds. */
const GAP_MS = 2_000
/** Interval of reads while an attempt is running or due, in milliseconds. */
const ACTIVE_MS = 5_000
/** Interval while a delivery is PENDING, as others may cancel or retry it, in milliseconds. */
const PENDING_MS = 10_000
/** Interval while nothing is PENDING, in milliseconds. */
const IDLE_MS = 30_000
/** Maximum number of remembered deliveries; the log keeps the same number of rows. */
const MAXIMUM_KNOWN = 20_000
/** Usual time from when an attempt is due until it begins, in milliseconds. */
const BEGINS_MS = 500

export interface DeliveriesNow {
  get(): DeliveriesNowState
  /** The known state of one delivery; the same object until the state changes. */
  find(id: string): DeliveryNow | undefined
  subscribe(listener: () => void): () => void
  /** Sets which deliveries are in view, the most important first. */
  watch(ids: readonly string[]): void
  /** Adds the deliveries of a log page that was requested at `askedAt`. */
  addDeliveries(deliveries: readonly DeliveryNow[], askedAt: number): void
  /** Adds an attempt that has just arrived. */
  addAttempt(row: LogRowFragment): void
  /** Starts reading. Returns a function that stops it. */
  open(): () => void
}

interface Known {
  delivery: DeliveryNow
  /** When it was requested, by this machine's clock: an older answer must not replace a newer one. */
  askedAt: number
}

/**
 * The current state of a webhook's or an organization's deliveries, since a row of the log only shows a past attempt. The state is read again
 * when an attempt arrives, after a change on this page, when an attempt is due, and periodically. The constants above
 * limit how often. Nothing is read while the page is hidden.
 */
export function createDeliveriesNow({ of, id: scope }: LogScope): DeliveriesNow {
  const known = new Map<string, Known>()
  const erased = new Set<string>()
  const listeners = new Set<() => void>()
  let state: DeliveriesNowState = { webhookStatus: null, pending: [], morePending: false }
  let watched: readonly string[] = []
  let isOpen = false
  let reading = false
  /** True after a change on this page: read at once. */
  let readAtOnce = false
  /** Since when the known state is outdated or incomplete; null if it is neither. */
  let staleSince: number | null = null
  let readAt = 0
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function tell(): void {
    for (const listener of listeners) listener()
  }

  function put(deliveries: readonly DeliveryNow[], askedAt: number): void {
    for (const delivery of deliveries) {
      const before = known.get(delivery.id)
      if (before && before.askedAt > askedAt) continue
      const same = before && isSame(before.delivery, delivery)
      known.set(delivery.id, { delivery: same ? before.delivery : delivery, askedAt })
    }
    for (const id of known.keys()) {
      if (known.size <= MAXIMUM_KNOWN) break
      known.delete(id)
    }
    tell()
  }

  /** Ids to read one by one: in view, PENDING or unknown, and not in the list that every read returns. */
  function idsToRead(): string[] {
    const listed = new Set(state.pending.map(({ id }) => id))
    return watched
      .filter(
        (id) =>
          !erased.has(id) && !listed.has(id) && (known.get(id)?.delivery.status ?? 'PENDING') === 'PENDING',
      )
      .sort((a, b) => (known.get(a)?.askedAt ?? 0) - (known.get(b)?.askedAt ?? 0))
      .slice(0, MAXIMUM_IDS)
  }

  async function read(): Promise<void> {
    reading = true
    readAtOnce = false
    staleSince = null
    const askedAt = Date.now()
    const ids = idsToRead()
    const variables = Object.fromEntries(ids.map((id, index) => [`i${index}`, id]))
    try {
      const answer = await request(deliveriesNowDocument(of, ids.length), { scope, ...variables })
      take(answer, ids, askedAt)
      failures = 0
    } catch (error) {
      const [field] = error instanceof ApiError ? error.path : []
      const missing =
        typeof field === 'string' && /^d\d+$/.test(field) ? ids[Number(field.slice(1))] : undefined
      if (missing === undefined) failures += 1
      else erased.add(missing) // the delivery was erased; the next read omits it
    }
    reading = false
    readAt = Date.now()
    plan()
  }

  function take(answer: DeliveriesNowAnswer, ids: readonly string[], askedAt: number): void {
    const { nodes: pending, pageInfo } = (answer.webhook?.deliveries ?? answer.deliveries)!
    const morePending = pageInfo.hasNextPage
    const listed = new Set(pending.map(({ id }) => id))
    for (const { id } of state.pending) {
      if (listed.has(id) || known.get(id)!.askedAt > askedAt) continue
      // The delivery has ended, or newer ones have displaced it from the list. If it is in view, read it to find out.
      if (!morePending || id > pending.at(-1)!.id) known.delete(id)
      readAtOnce ||= watched.includes(id)
    }
    state = { webhookStatus: answer.webhook?.status ?? null, pending, morePending }
    put([...pending, ...ids.map((_, index) => answer[`d${index}`]!)], askedAt)
  }

  function plan(): void {
    clearTimeout(timer)
    if (!isOpen || reading || document.hidden) return
    timer = setTimeout(() => void read(), Math.max(0, nextReading() - Date.now()))
  }

  /** When to read next, by this machine's clock. */
  function nextReading(): number {
    if (failures > 0) return readAt + Math.min(60_000, ACTIVE_MS * 2 ** (failures - 1))
    if (readAtOnce) return Date.now()
    if (staleSince !== null) return Math.max(staleSince + SOON_MS, readAt + GAP_MS)
    const pending = [...state.pending, ...watched.flatMap((id) => known.get(id)?.delivery ?? [])].filter(
      ({ status }) => status === 'PENDING',
    )
    if (pending.length === 0) return readAt + (state.webhookStatus === 'PAUSED' ? PENDING_MS : IDLE_MS)
    return Math.max(readAt + GAP_MS, Math.min(...pending.map(changesAt)))
  }

  /** When the state of a PENDING delivery is likely to change. */
  function changesAt({ attemptStartedAt, nextAttemptAt, webhook }: DeliveryNow): number {
    const latest = readAt + PENDING_MS
    if (webhook.status === 'PAUSED') return latest
    if (attemptStartedAt !== null || nextAttemptAt === null) return readAt + ACTIVE_MS
    const begins = Date.now() + Date.parse(nextAttemptAt) - serverNow() + BEGINS_MS
    return begins < readAt + BEGINS_MS ? readAt + ACTIVE_MS : Math.min(latest, begins)
  }

  return {
    get: () => state,
    find: (id) => known.get(id)?.delivery,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    watch(ids) {
      watched = ids
      if (ids.some((id) => !known.has(id) && !erased.has(id))) staleSince ??= Date.now()
      plan()
    },
    addDeliveries: put,
    addAttempt({ deliveryId: id, webhookId, number, outcome, statusCode, errorKind, nextAttemptAt }) {
      const before = known.get(id)?.delivery
      if (before && number < before.attemptCount) return
      const succeeded = outcome === 'SUCCEEDED'
      if (succeeded || nextAttemptAt !== null) {
        const status = succeeded ? 'SUCCEEDED' : 'PENDING'
        // It has just received an attempt.
        const webhook = before?.webhook ?? { ...JUST_TRIED, id: webhookId }
        const last = { statusCode, errorKind, attemptCount: number }
        put([{ id, status, ...last, nextAttemptAt, attemptStartedAt: null, webhook }], Date.now())
      } else known.delete(id) // FAILED or CANCELED; the attempt does not tell which
      if (succeeded) state = { ...state, pending: state.pending.filter((delivery) => delivery.id !== id) }
      // The row's nextAttemptAt may be outdated.
      else staleSince ??= Date.now()
      tell()
      plan()
    },
    open() {
      isOpen = true
      const onVisible = () => plan()
      document.addEventListener('visibilitychange', onVisible)
      const stopRefresh = onRefresh(() => {
        readAtOnce = true
        plan()
      })
      staleSince ??= Date.now()
      plan()
      return () => {
        isOpen = false
        clearTimeout(timer)
        stopRefresh()
        document.removeEventListener('visibilitychange', onVisible)
      }
    },
  }
}

/** Whether two answers have the same state of a delivery. */
/** A webhook that has just received an attempt, until it is read. */
const JUST_TRIED = { status: 'ENABLED', quietUntil: null, health: { state: 'HEALTHY' } } as const

export const isSame = (a: DeliveryNow, b: DeliveryNow): boolean =>
  a.status === b.status &&
  a.statusCode === b.statusCode &&
  a.errorKind === b.errorKind &&
  a.webhook.status === b.webhook.status &&
  a.webhook.quietUntil === b.webhook.quietUntil &&
  a.webhook.health.state === b.webhook.health.state &&
  a.attemptCount === b.attemptCount &&
  a.nextAttemptAt === b.nextAttemptAt &&
  a.attemptStartedAt === b.attemptStartedAt
