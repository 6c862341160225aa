import type { Database } from '../database/database.ts'
import { sql, transactional } from '../database/sql.ts'
import { VERSION } from '../version.ts'
import type { Lane } from '../words/enums.ts'
import { readTables, type Tables } from './read-tables.ts'

/**
 * What is read from the tables is read again when it is so old, in milliseconds, and when so many times as long has passed as reading
 * took, but `restMs` later at the most. What is older than that by a minute is not said any more.
 */
const SHARED = { freshMs: 10_000, rests: 20, restMs: 2 * 60_000, oldMs: 60_000 }

/** For Postgres's error of a statement that took longer than it may. */
const TOOK_TOO_LONG = '57014'

interface Known {
  /** Null: nothing is known. */
  tables: Tables | null
  /** For so long it need not be asked again, in milliseconds. */
  freshMs: number
}

/**
 * What the tables say of all of durahook, as one process of this version read it for all: reading takes longer the more is open, and may
 * not take more of Postgres the more processes there are.
 */
export async function shareTables(database: Database, lane: Lane, perWebhook: number): Promise<Known> {
  const shared = await readShared(database)
  if (shared.freshMs > 0) return shared
  const began = performance.now()
  try {
    const read = await transactional(database, async (em) => {
      const [row] = await sql<{ mine: boolean }>(em)`
        select pg_try_advisory_xact_lock(hashtext('durahook:tables')) as mine`
      // Another process reads them.
      if (!row!.mine) return null
      const tables = await readTables(em, lane, perWebhook)
      await keep(em, tables, performance.now() - began)
      return tables
    })
    return read === null ? { ...shared, freshMs: 1_000 } : { tables: read, freshMs: SHARED.freshMs }
  } catch (error) {
    if ((error as { code?: string }).code === TOOK_TOO_LONG) await rest(database, performance.now() - began)
    throw error
  }
}

async function readShared(database: Database): Promise<Known> {
  const [row] = await sql<{ tables: Tables | null; ageMs: number | null; triedMs: number; tookMs: number }>(
    database,
  )`
    select tables, extract(epoch from clock_timestamp() - read_at)::float8 * 1000 as "ageMs",
      extract(epoch from clock_timestamp() - tried_at)::float8 * 1000 as "triedMs", took_ms as "tookMs"
    from read_tables where version = ${VERSION}`
  if (!row) return { tables: null, freshMs: 0 }
  const restMs = Math.min(Math.max(SHARED.freshMs, row.tookMs * SHARED.rests), SHARED.restMs)
  const isOld = row.ageMs === null || row.ageMs > restMs + SHARED.oldMs
  return { tables: isOld ? null : row.tables, freshMs: restMs - row.triedMs }
}

async function keep(on: Parameters<typeof sql>[0], tables: Tables, tookMs: number): Promise<void> {
  await sql(on)`
    insert into read_tables (version, tables, read_at, tried_at, took_ms)
    values (${VERSION}, ${JSON.stringify(tables)}::jsonb, clock_timestamp(), clock_timestamp(), ${tookMs}::float8)
    on conflict (version) do update set tables = excluded.tables, read_at = excluded.read_at, tried_at = excluded.tried_at,
      took_ms = excluded.took_ms`
}

/** Reading took too long: nobody tries again at once, and what was read before is said while it is young enough. */
async function rest(database: Database, tookMs: number): Promise<void> {
  await sql(database)`
    insert into read_tables (version, tried_at, took_ms) values (${VERSION}, clock_timestamp(), ${tookMs}::float8)
    on conflict (version) do update set tried_at = excluded.tried_at, took_ms = excluded.took_ms`
}
