import type { LogRowFragment } from '../generated/operations.ts'

export interface LogEntry {
  cursor: string
  node: LogRowFragment
}

export interface LogState {
  /** The newest first. */
  entries: readonly LogEntry[]
  /** How many came live since the log was opened. */
  arrived: number
  /** Cursor of the page of older rows that was not read yet; null: all were. */
  olderCursor: string | null
}

/** Rows kept at most; beyond it the oldest are let go, and read again when scrolled to. */
const MAXIMUM_ROWS = 20_000

/** Rows are shown at once, but no more often than this, in milliseconds: those of a burst together. */
const GATHER_MS = 16

export interface LogStore {
  get(): LogState
  subscribe(listener: () => void): () => void
  /** Adds rows read backward, the newest first, and where to read on. */
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

  function become(next: LogState): void {
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
    become({ entries, arrived, olderCursor: dropped.length > 0 ? entries.at(-1)!.cursor : olderCursor })
  }

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    addOlder(entries, olderCursor) {
      become({ ...state, entries: [...state.entries, ...entries.filter(unknown)], olderCursor })
    },
    addNew(entry) {
      if (!unknown(entry)) return
      waiting.push(entry)
      timer ??= setTimeout(show, Math.max(0, shownAt + GATHER_MS - Date.now()))
    },
  }
}
