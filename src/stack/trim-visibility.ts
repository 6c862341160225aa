import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import { VISIBILITY_DATABASE, type SqlServer } from './temporal-config.ts'

/**
 * Indexes of Temporal's visibility table that lists of deliveries use: newest first, and by workflow id, type, status and
 * our four search attributes. Temporal makes some fifty more, for attributes nobody here sets, and each of them is
 * written for every workflow. Lists by what is left out still work, slowly. Source of the names:
 * schema/{sqlite/v3,postgresql/v12}/visibility/schema.sql, v1.32.1.
 */
const KEPT = [
  'default_idx',
  'by_workflow_id',
  'by_workflow_type',
  'by_status',
  'by_keyword_01',
  'by_keyword_02',
  'by_keyword_03',
  'by_keyword_04',
]

/** How long to wait for the server to finish a write, in milliseconds. */
const BUSY_MS = 10_000

/**
 * Drops the other indexes from a SQLite file that a server uses, and the triggers that feed its full-text tables, which
 * only text and list attributes need. Safe to repeat.
 */
export function trimSqliteVisibility(file: string): void {
  const database = new DatabaseSync(file, { timeout: BUSY_MS })
  try {
    const made = database
      .prepare(
        `select type, name from sqlite_schema
          where tbl_name = 'executions_visibility' and type in ('index', 'trigger') and sql is not null`,
      )
      .all() as { type: string; name: string }[]
    for (const { type, name } of made) {
      if (!KEPT.includes(name)) database.exec(`drop ${type} "${name}"`)
    }
  } finally {
    database.close()
  }
}

/**
 * The same for Postgres, to be run in the visibility database; docker-compose.yml has it too. Lists may lose the last
 * second before a power cut, so commits of the visibility database need not wait for the disk.
 */
export const TRIM_POSTGRES_VISIBILITY = `do $do$
declare name text;
begin
  for name in
    select indexname from pg_indexes
    where tablename = 'executions_visibility' and indexname not in ('executions_visibility_pkey',
      ${KEPT.map((name) => `'${name}'`).join(', ')})
  loop
    execute format('drop index %I', name);
  end loop;
end
$do$;
alter database ${VISIBILITY_DATABASE} set synchronous_commit = off;
`

export async function trimPostgresVisibility({ address, user, password }: SqlServer): Promise<void> {
  const [host, port] = address.split(':') as [string, string]
  const client = new Client({ host, port: Number(port), user, password, database: VISIBILITY_DATABASE })
  await client.connect()
  try {
    await client.query(TRIM_POSTGRES_VISIBILITY)
  } finally {
    await client.end()
  }
}
