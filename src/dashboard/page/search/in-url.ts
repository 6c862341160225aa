import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useSearch } from 'wouter'
import { navigate } from 'wouter/use-browser-location'

/** How a filter is written in the URL. Reading ignores what makes no sense. */
export interface FilterInUrl<Filter> {
  read(params: URLSearchParams): Filter
  write(params: URLSearchParams, filter: Filter): void
  /** The parameters of the filter: only a change of these makes a new filter. */
  names: readonly string[]
}

/** Keeps a filter in the URL, so that reload, Back and shared links restore it. A change adds no history entry. */
export function useFilterInUrl<Filter>({ read, write, names }: FilterInUrl<Filter>): {
  filter: Filter
  setFilter(filter: Filter): void
} {
  const search = useSearch()
  const own = useMemo(() => {
    const all = new URLSearchParams(search)
    return new URLSearchParams([...all].filter(([name]) => names.includes(name))).toString()
  }, [search, names])
  const filter = useMemo(() => read(new URLSearchParams(own)), [own, read])
  const setFilter = useCallback(
    (next: Filter) =>
      changeUrl(
        (params) => {
          write(params, next)
          // What was found with the old filter has other pages.
          for (const name of PAGE_NAMES) params.delete(name)
        },
        { replace: true },
      ),
    [write],
  )
  return { filter, setFilter }
}

/** The position in a list: behind a cursor to older or to newer entries; at the newest without either. */
export interface PagePlace {
  after: string | null
  before: string | null
}

const PAGE_NAMES = ['after', 'before'] as const

/** Keeps the position in a list in the URL. */
export function usePageInUrl(): { place: PagePlace; goTo(place: Partial<PagePlace>): void } {
  const params = new URLSearchParams(useSearch())
  const [after, before] = PAGE_NAMES.map((name) => params.get(name))
  const place = useMemo(() => ({ after: after!, before: before! }), [after, before])
  const goTo = useCallback(
    (next: Partial<PagePlace>) =>
      changeUrl(
        (at) => {
          for (const name of PAGE_NAMES) set(at, name, next[name] ?? '')
        },
        { replace: true },
      ),
    [],
  )
  return { place, goTo }
}

export interface OpenInUrl {
  openId: string | null
  /** Opening adds a history entry, so that the Back button closes it; null closes it. */
  open(id: string | null): void
  /** The same without a history entry. */
  replace(id: string | null): void
}

/** Keeps in the URL what is open beside a list. */
export function useOpenInUrl(name: string): OpenInUrl {
  const openId = new URLSearchParams(useSearch()).get(name)
  /** True while history.back() is under way, which is asynchronous, so that it is not called twice. */
  const closing = useRef(false)
  useEffect(() => void (closing.current = false), [openId])
  const open = useCallback(
    (id: string | null) => {
      const before = new URLSearchParams(location.search).get(name)
      if (id === before) return
      if (id !== null) {
        // Switching to another one replaces the history entry, so that one Back closes it.
        const state = before === null ? { opened: true } : (history.state as unknown)
        return changeUrl((at) => at.set(name, id), { replace: before !== null, state })
      }
      if ((history.state as { opened?: boolean } | null)?.opened) {
        if (!closing.current) history.back()
        closing.current = true
      } else changeUrl((at) => at.delete(name), { replace: true })
    },
    [name],
  )
  const replace = useCallback(
    (id: string | null) => changeUrl((at) => set(at, name, id ?? ''), { replace: true }),
    [name],
  )
  return { openId, open, replace }
}

function changeUrl(
  change: (params: URLSearchParams) => void,
  options: { replace: boolean; state?: unknown },
): void {
  const params = new URLSearchParams(location.search)
  change(params)
  const search = params.toString()
  navigate(location.pathname + (search && `?${search}`), options)
}

/** Sets a parameter; an empty value removes it. */
export function set(params: URLSearchParams, name: string, value: string): void {
  if (value) params.set(name, value)
  else params.delete(name)
}
