import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { ApiError } from '../api/request.ts'
import { request } from '../api/request.ts'
import { follow } from '../api/follow.ts'
import type { DeliveryLogFilter, DeliveryNowFragment, LiveEntryFragment } from '../generated/operations.ts'
import { LOG_DOCUMENTS, type LogScope } from './log-scope.ts'
import { createLogStore, type LogEntry, type LogState } from './log-store.ts'
import { inputOf, isFiltered, passes, type LogFilter } from './log-filter.ts'

const FIRST_PAGE = 100
const PAGE = 200

export type LiveEntry = LiveEntryFragment

export interface DeliveryLog extends LogState {
  loading: boolean
  error: ApiError | null
  loadingOlder: boolean
  /**
   * Set if entries were dropped by age while this page was away, so that they are missing: since when the log is complete, if
   * that is known.
   */
  expired: { completeSince: string | null } | null
  loadOlder(): void
  reload(): void
}

export interface LogListener {
  /** Called for each live row, even if it does not pass the filter. */
  onArrive(entry: LiveEntry): void
  /** Called with the deliveries of each page of rows; `askedAt` is when the page was requested. */
  onDeliveries(deliveries: readonly DeliveryNowFragment[], askedAt: number): void
}

/** A log: its newest page, then live rows, which start exactly after that page. */
export function useDeliveryLog(scope: LogScope, filter: LogFilter, listener: LogListener): DeliveryLog {
  const [tries, setTries] = useState(0)
  const key = JSON.stringify([scope, filter, tries])
  const { store, input } = useMemo(
    () => ({ store: createLogStore(), input: inputOf(filter, Date.now()) }),
    [key],
  )
  const state = useSyncExternalStore(store.subscribe, store.get)
  const [status, setStatus] = useState<{ key: string; error: ApiError | null }>()
  const [expired, setExpired] = useState<{ key: string; completeSince: string | null } | null>(null)
  const [loadingOlder, setLoadingOlder] = useState(false)
  const told = useRef(listener)
  useEffect(() => void (told.current = listener))
  const addPage = ({ page, askedAt }: ReadPage) => {
    told.current.onDeliveries(
      page.edges.flatMap(({ node }) => node.delivery ?? []),
      askedAt,
    )
    store.addOlder(page.edges.map(withoutDelivery), olderCursor(page))
  }

  useEffect(() => {
    let stop: (() => void) | undefined
    let ended = false
    const withBody = input.text !== null
    openLog(scope, input, isFiltered(filter)).then(
      ({ after, ...read }) => {
        if (ended) return
        addPage(read)
        setStatus({ key, error: null })
        stop = follow<LiveEntry>(LOG_DOCUMENTS[scope.of].follow, {
          after,
          variables: (cursor) => ({ scope: scope.id, after: cursor, withBody }),
          onExpired: (completeSince) => setExpired({ key, completeSince }),
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
    readPage(scope, PAGE, after, input)
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
    expired: expired?.key === key ? expired : null,
    loadOlder,
    reload: useCallback(() => setTries((count) => count + 1), []),
  }
}

/** Reads the newest page and the cursor after which live rows start. A filtered page does not contain that cursor. */
async function openLog(scope: LogScope, filter: DeliveryLogFilter, filtered: boolean) {
  const head = filtered ? await request(LOG_DOCUMENTS[scope.of].head, { scope: scope.id }) : null
  const read = await readPage(scope, FIRST_PAGE, null, filter)
  const newest = head ? head.log.deliveryLog.edges[0] : read.page.edges[0]
  return { ...read, after: newest?.cursor ?? '' }
}

/** Reads a page. A filtered page can be empty although more attempts follow; then reads on. */
async function readPage(scope: LogScope, first: number, after: string | null, filter: DeliveryLogFilter) {
  for (;;) {
    const askedAt = Date.now()
    const variables = { scope: scope.id, first, after, filter }
    const { deliveryLog } = (await request(LOG_DOCUMENTS[scope.of].page, variables)).log
    const { edges, pageInfo } = deliveryLog
    if (edges.length > 0 || !pageInfo.hasNextPage) return { page: deliveryLog, askedAt }
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
