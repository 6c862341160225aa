import { useState } from 'react'

export interface Pages {
  /** The cursor after which the shown page starts; null for the first page. */
  after: string | null
  canGoBack: boolean
  next(cursor: string | null): void
  back(): void
}

/** The viewer's position in a paged list. Remembers the previous cursors, as lists can only be read forward. */
export function usePages(): Pages {
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null])
  return {
    after: cursors.at(-1) ?? null,
    canGoBack: cursors.length > 1,
    next: (cursor) => setCursors((all) => [...all, cursor]),
    back: () => setCursors((all) => all.slice(0, -1)),
  }
}
