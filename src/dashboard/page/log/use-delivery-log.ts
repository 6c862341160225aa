import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { ApiError } from '../api/request.ts'
import { request } from '../api/request.ts'
import { follow } from '../api/socket.ts'
import {
  FollowLogDocument,
  LogHeadDocument,
  LogPageDocument,
  type DeliveryLogFilter,
  type DeliveryNowFragment,
  type FollowLogSubscription,
} from '../generated/operations.ts'
import { createLogStore, type LogEntry, type LogState } from './log-store.ts'
import { inputOf, isFiltered, passes, type LogFilter } from './log-filter.ts'

const FIRST_PAGE = 100
const PAGE = 200

export type LiveEntry = FollowLogSubscription['deliveryLog']

export interface DeliveryLog extends LogState {
  loading: boolean
  error: ApiError | null
  loadingOlder: boolean
  loadOlder(): void
  reload(): void
}

export interface LogListener {
  /** Called for each live row, even if it does not pass the filter. */
  onArrive(entry: LiveEntry): void
  /** Called with the deliveries of each page of rows; `askedAt` is when the page was requested. */
  onDeliveries(deliveries: readonly DeliveryNowFragment[], askedAt: number): void
}

/** A webhook's log: its newest page, then live rows, which start exactly after that page. */
export function useDeliveryLog(webhookId: string, filter: LogFilter, listener: LogListener): DeliveryLog {
  const [tries, setTries] = useState(0)
  const key = JSON.stringify([webhookId, filter, tries])
  const { store, input } = useMemo(
    () => ({ store: createLogStore(), input: inputOf(filter, Date.now()) }),
    [key],
  )
  const state = useSyncExternalStore(store.subscribe, store.get)
  const [status, setStatus] = useState<{ key: string; error: ApiError | null }>()
  const [loadingOlder, setLoadingOlder] = useState(false)
  const told = useRef(listener)
  useEffect(() => void (told.current = listener))
  const addPage = ({ page, askedAt }: ReadPage) => {
    told.current.onDeliveries(
      page.edges.map(({ node }) => node.delivery),
      askedAt,
    )
    store.addOlder(page.edges.map(withoutDelivery), olderCursor(page))
  }

  useEffect(() => {
    let stop: (() => void) | undefined
    let ended = false
    const withBody = input.text !== null
    openLog(webhookId, input, isFiltered(filter)).then(
      ({ after, ...read }) => {
        if (ended) return
        addPage(read)
        setStatus({ key, error: null })
        stop = follow<LiveEntry>(FollowLogDocument, {
          after,
          variables: (cursor) => ({ webhookId, after: cursor, withBody }),
          onEntry(entry) {
            told.current.onArrive(entry)
            if (passes(entry.node, input)) store.addNew(withoutBody(entry))
          },
        })
      },
      (error: ApiError) => ended || setStatus({ key, error }),
    )
    return () => {
      ended = true
      stop?.()
    }
  }, [key])

  const loadOlder = useCallback(() => {
    const { olderCursor: after } = store.get()
    if (after === null || loadingOlder) return
    setLoadingOlder(true)
    readPage(webhookId, PAGE, after, input)
      .then(addPage)
      .catch(() => {}) // scrolling further retries
      .finally(() => setLoadingOlder(false))
  }, [key, loadingOlder])

  const current = status?.key === key ? status : undefined
  return {
    ...state,
    loading: !current,
    error: current?.error ?? null,
    loadingOlder,
    loadOlder,
    reload: useCallback(() => setTries((count) => count + 1), []),
  }
}

/** Reads the newest page and the cursor after which live rows start. A filtered page does not contain that cursor. */
async function openLog(webhookId: string, filter: DeliveryLogFilter, filtered: boolean) {
  const head = filtered ? await request(LogHeadDocument, { webhookId }) : null
  const read = await readPage(webhookId, FIRST_PAGE, null, filter)
  const newest = head ? head.webhook.deliveryLog.edges[0] : read.page.edges[0]
  return { ...read, after: newest?.cursor ?? '' }
}

/** Reads a page. A filtered page can be empty although more attempts follow; then reads on. */
async function readPage(webhookId: string, first: number, after: string | null, filter: DeliveryLogFilter) {
  for (;;) {
    const askedAt = Date.now()
    const { webhook } = await request(LogPageDocument, { webhookId, first, after, filter })
    const { edges, pageInfo } = webhook.deliveryLog
    if (edges.length > 0 || !pageInfo.hasNextPage) return { page: webhook.deliveryLog, askedAt }
    after = pageInfo.endCursor
  }
}

type ReadPage = Awaited<ReturnType<typeof readPage>>
type Page = ReadPage['page']

const olderCursor = ({ pageInfo }: Page) => (pageInfo.hasNextPage ? pageInfo.endCursor : null)

function withoutBody({ cursor, node: { responseBody: _, ...node } }: LiveEntry): LogEntry {
  return { cursor, node }
}

const withoutDelivery = ({ cursor, node: { delivery: _, ...node } }: Page['edges'][number]): LogEntry => ({
  cursor,
  node,
})
