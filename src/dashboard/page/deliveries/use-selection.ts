import { useCallback, useEffect, useState } from 'react'

/** The deliveries that the viewer has selected, on this page and on others of the same search. */
export interface Selection {
  ids: ReadonlySet<string>
  set(ids: readonly string[], selected: boolean): void
  clear(): void
}

/** Empty again when `key`, the search, changes. */
export function useSelection(key: string): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const clear = useCallback(() => setIds(new Set()), [])
  useEffect(clear, [key, clear])
  const set = useCallback(
    (changed: readonly string[], selected: boolean) =>
      setIds((old) => {
        const next = new Set(old)
        for (const id of changed)
          if (selected) next.add(id)
          else next.delete(id)
        return next
      }),
    [],
  )
  return { ids, set, clear }
}
