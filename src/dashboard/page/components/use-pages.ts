import { useState } from 'react'

export interface Pages {
  /** The cursor of the page shown; null: the first. */
  after: string | null
  canGoBack: boolean
  next(cursor: string | null): void
  back(): void
}

/** Where the reader is in a list of pages; lists are read forward, so the way back is remembered. */
export function usePages(): Pages {
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null])
  return {
    after: cursors.at(-1) ?? null,
    canGoBack: cursors.length > 1,
    next: (cursor) => setCursors((all) => [...all, cursor]),
    back: () => setCursors((all) => all.slice(0, -1)),
  }
}
