import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { TypedDocumentString } from '../generated/operations.ts'
import { request, type ApiError } from './request.ts'

/** Cached answers, shown at once while they are read again. */
const cache = new Map<string, unknown>()

let version = 0
const listeners = new Set<() => void>()

/** Reads everything on the page again; called after each mutation. */
export function refresh(): void {
  version += 1
  for (const listener of listeners) listener()
}

/** How often everything on the page was to be read again. */
export const refreshes = (): number => version

/** Calls `listener` when everything on the page is to be read again. */
export function onRefresh(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Clears the cache, when a different person has signed in. */
export const forgetAnswers = (): void => cache.clear()

export interface QueryState<Result> {
  /** The newest answer; undefined until there is one. */
  data: Result | undefined
  error: ApiError | undefined
  loading: boolean
  reload(): void
}

/** Reads while the component is mounted. Does not read yet while `variables` is null. */
export function useQuery<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables | null,
): QueryState<Result> {
  const key = variables === null ? null : `${document.toString()} ${JSON.stringify(variables)}`
  const globalVersion = useSyncExternalStore(onRefresh, refreshes)
  const [own, setOwn] = useState(0)
  const [state, setState] = useState<{ key: string | null; data?: Result; error?: ApiError }>({ key: null })

  useEffect(() => {
    if (key === null || variables === null) return
    const ended = new AbortController()
    request(document, variables as never, ended.signal).then(
      (data) => {
        cache.set(key, data)
        setState({ key, data })
      },
      (error: ApiError) =>
        ended.signal.aborted || setState((old) => ({ ...(old.key === key && old), key, error })),
    )
    return () => ended.abort()
    // `key` stands for document and variables.
  }, [key, globalVersion, own])

  const reload = useCallback(() => setOwn((count) => count + 1), [])
  const current = state.key === key ? state : undefined
  const data = current?.data ?? (key === null ? undefined : (cache.get(key) as Result | undefined))
  return { data, error: current?.error, loading: data === undefined && current?.error === undefined, reload }
}
