import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { ApiError } from '../api/request.ts'
import { onRefresh, refreshes } from '../api/use-query.ts'
import type { PageFragment } from '../generated/operations.ts'
import type { PagePlace } from './in-url.ts'

/** One page of a list, as the API gives it: it can be short although more follows. */
export interface FoundPage<Node> {
  nodes: readonly Node[]
  pageInfo: PageFragment
}

/** The variables of one page. */
export type PageVariables = { first: number; after: string | null } | { last: number; before: string }

export interface Found<Node> {
  /** The newest first; undefined until something was read. */
  nodes: readonly Node[] | undefined
  /** Cursors of the neighbouring pages; null: there is none. */
  newer: string | null
  older: string | null
  /** Whether `nodes` are still those of the page before. */
  turning: boolean
  /** Whether the search goes on, as the API looks at a limited number of entries at a time. */
  searching: boolean
  /** Whether it stopped before the page was full: the next page goes on with it. */
  stopped: boolean
  error: ApiError | undefined
  reload(): void
}

/** How often in a row the API is asked for one page, before the viewer is asked whether to go on. */
const ROUNDS = 30

interface State<Node> {
  /** What was read: the search, and that with its place. */
  search: string
  key: string
  nodes?: readonly Node[]
  newer: string | null
  older: string | null
  done: boolean
  stopped: boolean
  error?: ApiError
}

/** Reads the page of a list at `place`, `size` entries long. `key` stands for what `read` reads. */
export function useFound<Node>(
  key: string,
  size: number,
  place: PagePlace,
  read: (page: PageVariables, signal: AbortSignal) => Promise<FoundPage<Node>>,
): Found<Node> {
  const version = useSyncExternalStore(onRefresh, refreshes)
  const [own, setOwn] = useState(0)
  const whole = JSON.stringify([key, place])
  const [state, setState] = useState<State<Node>>(EMPTY)

  useEffect(() => {
    const ended = new AbortController()
    const show = (next: Omit<State<Node>, 'key' | 'search'>) => {
      if (!ended.signal.aborted) setState({ ...next, key: whole, search: key })
    }
    readOn(size, place, (page) => read(page, ended.signal), show).catch(
      (error: ApiError) =>
        ended.signal.aborted ||
        setState((old) => ({
          ...(old.key === whole ? old : EMPTY),
          key: whole,
          search: key,
          done: true,
          error,
        })),
    )
    return () => ended.abort()
  }, [whole, version, own])

  const current: State<Node> = state.key === whole ? state : EMPTY
  return {
    // Rows stay until those of the next page are there.
    nodes: current.nodes ?? (state.search === key && !current.error ? state.nodes : undefined),
    newer: current.newer,
    older: current.older,
    turning: current.nodes === undefined,
    searching: !current.done,
    stopped: current.stopped,
    error: current.error,
    reload: useCallback(() => setOwn((count) => count + 1), []),
  }
}

const EMPTY: State<never> = { search: '', key: '', newer: null, older: null, done: false, stopped: false }

/** Reads until the page is full, the list is over or ROUNDS are used up; shows what it has after each round. */
async function readOn<Node>(
  size: number,
  { after, before }: PagePlace,
  read: (page: PageVariables) => Promise<FoundPage<Node>>,
  show: (state: Omit<State<Node>, 'key' | 'search'>) => void,
): Promise<void> {
  const backward = before !== null
  let nodes: readonly Node[] = []
  let cursor = backward ? before : after
  /** Where the page begins on the side that it is not read towards. */
  let edge: string | null = null
  for (let round = 1; ; round += 1) {
    const left = size - nodes.length
    const page = await read(backward ? { last: left, before: cursor! } : { first: left, after: cursor })
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo
    nodes = backward ? [...page.nodes, ...nodes] : [...nodes, ...page.nodes]
    if (page.nodes.length > 0) edge ??= backward ? endCursor : startCursor
    const more = backward ? hasPreviousPage : hasNextPage
    cursor = (backward ? startCursor : endCursor) ?? cursor
    const full = nodes.length >= size
    const stopped = more && !full && round >= ROUNDS
    const done = !more || full || stopped
    const ahead = more ? cursor : null
    // Behind the page there is at least what the place's cursor stands for; without one it begins at the newest.
    const begins = backward ? before : after
    const behind = begins === null ? null : (edge ?? begins)
    show({
      // Nothing is shown as nothing before it is sure.
      ...((nodes.length > 0 || done) && { nodes }),
      newer: backward ? ahead : behind,
      older: backward ? behind : ahead,
      done,
      stopped,
    })
    if (done) return
  }
}
