import { ApiError, request } from '../api/request.ts'
import { onRefresh } from '../api/use-query.ts'
import { serverNow } from '../api/clock.ts'
import type { DeliveryNowFragment, LogRowFragment, WebhookStatus } from '../generated/operations.ts'
import { deliveriesNowDocument, MAXIMUM_IDS, type DeliveriesNowAnswer } from './deliveries-now-document.ts'

export type DeliveryNow = DeliveryNowFragment

export interface DeliveriesNowState {
  /** Null: not read yet. */
  webhookStatus: WebhookStatus | null
  /** The newest that are PENDING, the newest first, 100 at the most. */
  pending: readonly DeliveryNow[]
  morePending: boolean
}

/** Something changed that the page does not know in full: read this soon, in milliseconds. */
const SOON_MS = 200
/** Least time between two readings that nobody on this page asked for, in milliseconds. */
const GAP_MS = 2_000
/** What runs or is due ends or begins any moment: read this often, in milliseconds. */
const MOVING_MS = 5_000
/** Something is PENDING: others may cancel or retry it, in milliseconds. */
const PENDING_MS = 10_000
/** Nothing is PENDING, in milliseconds. */
const IDLE_MS = 30_000
/** Deliveries remembered at the most; the log keeps as many rows. */
const MAXIMUM_KNOWN = 20_000
/** An attempt begins this long after it is due, or soon after, in milliseconds. */
const BEGINS_MS = 500

export interface DeliveriesNow {
  get(): DeliveriesNowState
  /** What is known of one delivery; the same object until something about it changes. */
  of(id: string): DeliveryNow | undefined
  subscribe(listener: () => void): () => void
  /** Says which deliveries are in view, the most important first. */
  watch(ids: readonly string[]): void
  /** Takes what a page of the log said of its deliveries, asked for at `askedAt`. */
  learn(deliveries: readonly DeliveryNow[], askedAt: number): void
  /** Takes an attempt that has just arrived. */
  heard(row: LogRowFragment): void
  /** Begins to read; what it returns ends it. */
  open(): () => void
}

interface Known {
  delivery: DeliveryNow
  /** When it was asked for, by this machine's clock: an older answer doesn't replace a newer one. */
  askedAt: number
}

/**
 * What is so now about a webhook's deliveries: a row of the log says what was, and its delivery goes on. Read again when
 * an attempt arrives, when something was changed on this page, when an attempt is due, and from time to time; how often
 * is bounded by the constants above, and nothing is read while nobody looks.
 */
export function createDeliveriesNow(webhookId: string): DeliveriesNow {
  const known = new Map<string, Known>()
  const gone = new Set<string>()
  const listeners = new Set<() => void>()
  let state: DeliveriesNowState = { webhookStatus: null, pending: [], morePending: false }
  let watched: readonly string[] = []
  let isOpen = false
  let reading = false
  /** Somebody on this page changed something: read at once. */
  let asked = false
  /** Since when more is to be known than is; null: all is known. */
  let unsureSince: number | null = null
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

  /** PENDING, or not known at all, and not among those that every reading brings. */
  function wanted(): string[] {
    const listed = new Set(state.pending.map(({ id }) => id))
    return watched
      .filter(
        (id) =>
          !gone.has(id) && !listed.has(id) && (known.get(id)?.delivery.status ?? 'PENDING') === 'PENDING',
      )
      .sort((a, b) => (known.get(a)?.askedAt ?? 0) - (known.get(b)?.askedAt ?? 0))
      .slice(0, MAXIMUM_IDS)
  }

  async function read(): Promise<void> {
    reading = true
    asked = false
    unsureSince = null
    const askedAt = Date.now()
    const ids = wanted()
    const variables = Object.fromEntries(ids.map((id, index) => [`i${index}`, id]))
    try {
      const answer = await request(deliveriesNowDocument(ids.length), { webhookId, ...variables })
      take(answer, ids, askedAt)
      failures = 0
    } catch (error) {
      const [field] = error instanceof ApiError ? error.path : []
      const missing =
        typeof field === 'string' && /^d\d+$/.test(field) ? ids[Number(field.slice(1))] : undefined
      if (missing === undefined) failures += 1
      else gone.add(missing) // erased meanwhile: the others are asked for without it
    }
    reading = false
    readAt = Date.now()
    plan()
  }

  function take(answer: DeliveriesNowAnswer, ids: readonly string[], askedAt: number): void {
    const { status, deliveries } = answer.webhook
    const { nodes: pending } = deliveries
    const morePending = deliveries.pageInfo.hasNextPage
    const listed = new Set(pending.map(({ id }) => id))
    for (const { id } of state.pending) {
      if (listed.has(id) || known.get(id)!.askedAt > askedAt) continue
      // It has ended, or newer ones have pushed it off the list: which, it says itself, if it is looked at.
      if (!morePending || id > pending.at(-1)!.id) known.delete(id)
      asked ||= watched.includes(id)
    }
    state = { webhookStatus: status, pending, morePending }
    put([...pending, ...ids.map((_, index) => answer[`d${index}`]!)], askedAt)
  }

  function plan(): void {
    clearTimeout(timer)
    if (!isOpen || reading || document.hidden) return
    timer = setTimeout(() => void read(), Math.max(0, nextReading() - Date.now()))
  }

  /** When to read again, by this machine's clock. */
  function nextReading(): number {
    if (failures > 0) return readAt + Math.min(60_000, MOVING_MS * 2 ** (failures - 1))
    if (asked) return Date.now()
    if (unsureSince !== null) return Math.max(unsureSince + SOON_MS, readAt + GAP_MS)
    const pending = [...state.pending, ...watched.flatMap((id) => known.get(id)?.delivery ?? [])].filter(
      ({ status }) => status === 'PENDING',
    )
    if (pending.length === 0) return readAt + (state.webhookStatus === 'PAUSED' ? PENDING_MS : IDLE_MS)
    return Math.max(readAt + GAP_MS, Math.min(...pending.map(changesAt)))
  }

  /** When a delivery that is PENDING is likely to be something else. */
  function changesAt({ attemptStartedAt, nextAttemptAt }: DeliveryNow): number {
    const latest = readAt + PENDING_MS
    if (state.webhookStatus === 'PAUSED') return latest
    if (attemptStartedAt !== null || nextAttemptAt === null) return readAt + MOVING_MS
    const begins = Date.now() + Date.parse(nextAttemptAt) - serverNow() + BEGINS_MS
    return begins < readAt + BEGINS_MS ? readAt + MOVING_MS : Math.min(latest, begins)
  }

  return {
    get: () => state,
    of: (id) => known.get(id)?.delivery,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    watch(ids) {
      watched = ids
      if (ids.some((id) => !known.has(id) && !gone.has(id))) unsureSince ??= Date.now()
      plan()
    },
    learn: put,
    heard({ deliveryId: id, number, outcome, nextAttemptAt }) {
      const before = known.get(id)?.delivery
      if (before && number < before.attemptCount) return
      const succeeded = outcome === 'SUCCEEDED'
      if (succeeded || nextAttemptAt !== null) {
        const status = succeeded ? 'SUCCEEDED' : 'PENDING'
        put([{ id, status, attemptCount: number, nextAttemptAt, attemptStartedAt: null }], Date.now())
      } else known.delete(id) // failed for good, or canceled meanwhile: the attempt can't tell
      if (succeeded) state = { ...state, pending: state.pending.filter((delivery) => delivery.id !== id) }
      // What it says of the next attempt may have been changed meanwhile.
      else unsureSince ??= Date.now()
      tell()
      plan()
    },
    open() {
      isOpen = true
      const onVisible = () => plan()
      document.addEventListener('visibilitychange', onVisible)
      const stopRefresh = onRefresh(() => {
        asked = true
        plan()
      })
      unsureSince ??= Date.now()
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

/** Whether two answers say the same of a delivery. */
export const isSame = (a: DeliveryNow, b: DeliveryNow): boolean =>
  a.status === b.status &&
  a.attemptCount === b.attemptCount &&
  a.nextAttemptAt === b.nextAttemptAt &&
  a.attemptStartedAt === b.attemptStartedAt
