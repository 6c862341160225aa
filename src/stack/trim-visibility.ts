import { DatabaseSync } from 'node:sqlite'

/**
 * The indexes of Temporal's visibility table that lists of deliveries use: newest first, by workflow id, type, status and
 * our four search attributes. Temporal creates about fifty more, for attributes that durahook does not set, and writes
 * each for every workflow: a third of the server's work. Lists by other attributes still work, slowly. Source of the names:
 * schema/{sqlite/v3,postgresql/v12}/visibility/schema.sql, v1.32.1.
 */
export const KEPT_INDEXES = [
  ...['default_idx', 'by_workflow_id', 'by_workflow_type', 'by_status'],
  ...['by_keyword_01', 'by_keyword_02', 'by_keyword_03', 'by_keyword_04'],
]

/**
 * Drops the other indexes from a running server's SQLite file, and the triggers that fill its full-text tables, which only
 * text and list attributes need. Safe to repeat.
 */
export function trimVisibility(file: string): void {
  const database = new DatabaseSync(file, { timeout: 10_000 }) // Waits for the server to finish a write.
  const existing = database.prepare(
    `select type, name from sqlite_schema
      where tbl_name = 'executions_visibility' and type in ('index', 'trigger') and sql is not null`,
  )
  for (const { type, name } of existing.all() as { type: string; name: string }[])
    if (!KEPT_INDEXES.includes(name)) database.exec(`drop ${type} "${name}"`)
  database.close()
}
