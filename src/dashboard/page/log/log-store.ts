import type { LogRowFragment } from '../generated/operations.ts'

export interface LogEntry {
  cursor: string
  node: LogRowFragment
}

export interface LogState {
  /** The newest first. */
  entries: readonly LogEntry[]
  /** How many rows arrived live since the log was opened. */
  arrived: number
  /** Cursor of the next page of older rows; null if all rows are read. */
  olderCursor: string | null
}

/** Maximum number of rows. The oldest beyond it are dropped, and read again when the viewer scrolls to them. */
const MAXIMUM_ROWS = 20_000

/** Minimum time between two updates, in milliseconds, so that the rows of a burst appear together. */
const BATCH_MS = 16

export interface LogStore {
  get(): LogState
  subscribe(listener: () => void): () => void
  /** Adds a page of older rows, the newest first, and the cursor of the next page. */
  addOlder(entries: readonly LogEntry[], olderCursor: string | null): void
  /** Adds a row that arrived live. */
  addNew(entry: LogEntry): void
}

/** The rows of one log, each once. */
export function createLogStore(): LogStore {
  let state: LogState = { entries: [], arrived: 0, olderCursor: null }
  const known = new Set<string>()
  const listeners = new Set<() => void>()
  let waiting: LogEntry[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let shownAt = 0

  function setState(next: LogState): void {
    state = next
    for (const listener of listeners) listener()
  }

  function unknown(entry: LogEntry): boolean {
    const before = known.size
    return known.add(entry.node.id).size > before
  }

  function show(): void {
    timer = undefined
    shownAt = Date.now()
    const entries = [...waiting.reverse(), ...state.entries]
    const { olderCursor } = state
    const dropped = entries.splice(MAXIMUM_ROWS)
    for (const { node } of dropped) known.delete(node.id)
    const arrived = state.arrived + waiting.length
    waiting = []
    setState({ entries, arrived, olderCursor: dropped.length > 0 ? entries.at(-1)!.cursor : olderCursor })
  }

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    addOlder(entries, olderCursor) {
      setState({ ...state, entries: [...state.entries, ...entries.filter(unknown)], olderCursor })
    },
    addNew(entry) {
      if (!unknown(entry)) return
      waiting.push(entry)
      timer ??= setTimeout(show, Math.max(0, shownAt + BATCH_MS - Date.now()))
    },
  }
}
