import type { Database } from '../database/database.ts'
import type { LogPosition } from './log-position.ts'

/** What can be followed live (live-log.ts): a table whose rows have positions. `Scope`: which of its rows. */
export interface LogSource<Scope, Entry extends LogPosition> {
  /** For log lines: `The ${what} could not be read`. */
  what: string
  /** The name by which those who follow a scope are woken. */
  nameOf(scope: Scope): string
  /** Entries after the position `after`, the oldest first, at most `limit`. */
  readForward(database: Database, scope: Scope, after: LogPosition, limit: number): Promise<LogPage<Entry>>
  /** The position of the newest settled entry. Entries that are not settled come after it. */
  endOf(database: Database, scope: Scope): Promise<LogPosition>
  /** Checks all positions with one statement, which makes one index look-up for each. */
  readNews(database: Database, positions: readonly FollowPosition<Scope>[]): Promise<LogNews>
}

/** A position in one followed log. */
export interface FollowPosition<Scope> {
  scope: Scope
  position: LogPosition
}

export interface LogNews {
  /** For each position, whether the log has entries after it, settled or not. */
  hasNew: boolean[]
  /** For each position, whether it is ahead of every position that was given out. */
  isAhead: boolean[]
  /** Without news, a position is complete up to here. */
  horizon: bigint
}

export interface LogPage<Entry> {
  entries: Entry[]
  /** The log is complete from this position: what was before may have been dropped. */
  floor: bigint
  /** All entries below this position have been read, if the page is not full and nothing is withheld. */
  horizon: bigint
  /**
   * `xid` of the oldest newer entry that can't be returned yet, because a transaction that began earlier is still open;
   * null if there is none.
   */
  withheld: string | null
}

/** The page of these rows: entries with the floor and the horizon of one moment, or one row without an entry. */
export function pageOf<Entry extends LogPosition>(
  rows: readonly (Entry & { settled: boolean; floor: string; horizon: string })[],
): LogPage<Entry> {
  const { floor, horizon } = rows[0]!
  const found = rows.filter(({ id }) => id !== null)
  const end = found.findIndex(({ settled }) => !settled)
  return {
    entries: end === -1 ? found : found.slice(0, end),
    floor: BigInt(floor),
    horizon: BigInt(horizon),
    withheld: end === -1 ? null : found[end]!.xid,
  }
}

/** What is new, of a row that says where the log ends and which positions (from 1) have entries after them. */
export function newsOf(
  { changed, end, horizon }: { changed: string[]; end: string; horizon: string },
  positions: readonly { position: LogPosition }[],
): LogNews {
  const withNews = new Set(changed)
  return {
    hasNew: positions.map((_, index) => withNews.has(String(index + 1))),
    isAhead: positions.map(({ position }) => BigInt(position.xid) >= BigInt(end)),
    horizon: BigInt(horizon),
  }
}
