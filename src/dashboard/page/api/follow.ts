import type { TypedDocumentString } from '../generated/operations.ts'
import { keepSubscribed } from './keep-subscribed.ts'

export interface Followed<Entry> {
  /** The subscription's variables, to start after a cursor. */
  variables(after: string | null): Record<string, unknown>
  /** Null to receive new entries only. */
  after: string | null
  onEntry(entry: Entry): void
  /** Entries after the last cursor are no longer kept, so they are missed. `completeSince`: null if that is not known. */
  onExpired?(completeSince: string | null): void
}

/**
 * Follows a delivery log until the returned function is called. After a reconnect it resumes from the last cursor, so that
 * no entry is missed and none comes twice.
 */
export function follow<Entry extends { cursor: string }>(
  document: TypedDocumentString<Record<string, Entry>, never>,
  { variables, after, onEntry, onExpired }: Followed<Entry>,
): () => void {
  let cursor = after
  return keepSubscribed(document, {
    variables: () => variables(cursor),
    onData(data) {
      const entry = Object.values(data)[0]
      if (!entry) return
      cursor = entry.cursor
      onEntry(entry)
    },
    onErrors(errors) {
      const resumed = resumptionOf(errors)
      if (!resumed) return
      cursor = resumed.after
      if (resumed.code === 'CURSOR_EXPIRED') onExpired?.(resumed.completeSince)
    },
  })
}

/** Where to resume if there is nothing after the last cursor (the database was restored), or no longer all (retention). */
function resumptionOf(errors: unknown): { code: string; after: string; completeSince: string | null } | null {
  const [error] = Array.isArray(errors) ? (errors as { extensions?: Record<string, unknown> }[]) : []
  const { code, resumeAfter, completeSince } = error?.extensions ?? {}
  if ((code !== 'CURSOR_AHEAD' && code !== 'CURSOR_EXPIRED') || typeof resumeAfter !== 'string') return null
  return { code, after: resumeAfter, completeSince: typeof completeSince === 'string' ? completeSince : null }
}
