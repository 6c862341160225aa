import { decodeTime } from 'ulid'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { idAt } from '../ids.ts'

/**
 * The tables that are divided by age. `parent` is the table whose partitions these are; `key` what they are divided by: the
 * time in an id with this prefix, or a position in the log, which is raised to the time when a partition begins.
 */
export const PARTITIONED = {
  /** Events with their payload. */
  events: {
    parent: 'events',
    key: 'evt_',
    column: 'id',
    indexes: [
      'create unique index %_by_id on % (id)',
      'create index %_of_organization on % (organization_id, id)',
      // Only of organizations that chose it. What waits in the list is short, so that the publish that has to sort it in is not long.
      `create index %_by_words on % using gin (search_words) with (gin_pending_list_limit = 512) where search_words is not null`,
      // Statistics of a column are samples of it, which stay when an event is erased.
      'alter table % alter column search_words set statistics 0, alter column data set statistics 0',
    ],
  },
  /** What is left of events without a payload. */
  eventRecords: {
    parent: 'event_records',
    key: 'evt_',
    column: 'id',
    indexes: [
      'create unique index %_by_id on % (id)',
      'create index %_of_organization on % (organization_id, id)',
    ],
  },
  /** Deliveries that have ended; all others are in deliveries_open. */
  deliveries: {
    parent: 'deliveries_ended',
    key: 'wd_',
    column: 'id',
    indexes: [
      'create unique index %_by_id on % (id)',
      'create index %_of_organization on % (organization_id, id)',
      'create index %_of_webhook on % (webhook_id, id)',
      'create index %_of_event on % (event_id, id)',
      `create index %_failed_of_organization on % (organization_id, status, id) where status in ('FAILED', 'CANCELED', 'SKIPPED')`,
      `create index %_failed_of_webhook on % (webhook_id, status, id) where status in ('FAILED', 'CANCELED', 'SKIPPED')`,
      'create index %_of_replay on % (replay_id, status) where replay_id is not null',
    ],
  },
  /** The delivery log. */
  attempts: {
    parent: 'attempts',
    key: 'position',
    column: 'xid',
    indexes: [
      'create index %_of_delivery on % (delivery_id, number)',
      'create index %_of_webhook on % (webhook_id, xid, id)',
      'create index %_of_organization on % (organization_id, xid, id)',
      // For statistics by time. Rows are stored in order of time, so a BRIN index has few pages and costs almost nothing.
      'create index %_by_time on % using brin (finished_at) with (pages_per_range = 16, autosummarize = on)',
      'alter table % alter column response_body set statistics 0, alter column response_headers set statistics 0',
    ],
  },
} as const satisfies Record<string, PartitionedTable>

export interface PartitionedTable {
  parent: string
  key: 'evt_' | 'wd_' | 'position'
  column: 'id' | 'xid'
  /** Statements that complete a partition, with `%` for its name. */
  indexes: readonly string[]
}

/** A partition with rows of a range of time, in milliseconds since 1970. */
export interface Partition {
  name: string
  /** Null: of all earlier time. */
  from: number | null
  /** The first moment after it. */
  to: number
}

/** A value of the table's key at a moment: rows that begin from then on have it or a higher one. */
export const boundOf = ({ key }: PartitionedTable, at: number): string =>
  key === 'position' ? String(Math.floor((at / 1000) * POSITIONS_PER_SECOND)) : idAt(key, at)

/** Positions in the log at least this number of a second; see docs/decisions/0004. */
const POSITIONS_PER_SECOND = 2 ** 20

/** The moment of a bound. */
function momentOf({ key }: PartitionedTable, bound: string): number {
  return key === 'position'
    ? Math.round((Number(bound) / POSITIONS_PER_SECOND) * 1000)
    : decodeTime(bound.slice(key.length).padEnd(26, '0'))
}

/** The table's partitions, the oldest first, without the one for rows of no other (`_other`). */
export async function listPartitions(database: Database, table: PartitionedTable): Promise<Partition[]> {
  const rows = await sql<{ name: string; bound: string }>(database)`
    select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ${table.parent}::regclass and not i.inhdetachpending`
  return rows
    .flatMap(({ name, bound }) => {
      const [, from, to] = /^FOR VALUES FROM \((.+)\) TO \('(.+)'\)$/.exec(bound) ?? []
      if (from === undefined || to === undefined) return []
      return [
        {
          name,
          from: from === 'MINVALUE' ? null : momentOf(table, from.slice(1, -1)),
          to: momentOf(table, to),
        },
      ]
    })
    .sort((one, other) => one.to - other.to)
}
