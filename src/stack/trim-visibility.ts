import { DatabaseSync } from 'node:sqlite'

/**
 * Indexes of Temporal's visibility table that lists of deliveries use: newest first, by workflow id, type, status and our
 * four search attributes. Temporal makes some fifty more, for attributes nobody here sets, and each of them is written
 * for every workflow: a third of the server's work. Lists by what is left out still work, slowly. Source of the names:
 * schema/{sqlite/v3,postgresql/v12}/visibility/schema.sql, v1.32.1.
 */
export const KEPT_INDEXES = [
  ...['default_idx', 'by_workflow_id', 'by_workflow_type', 'by_status'],
  ...['by_keyword_01', 'by_keyword_02', 'by_keyword_03', 'by_keyword_04'],
]

/**
 * Drops the other indexes from a SQLite file that a server uses, and the triggers that feed its full-text tables, which
 * only text and list attributes need. Safe to repeat.
 */
export function trimVisibility(file: string): void {
  const database = new DatabaseSync(file, { timeout: 10_000 }) // For the server to finish a write.
  const made = database.prepare(
    `select type, name from sqlite_schema
      where tbl_name = 'executions_visibility' and type in ('index', 'trigger') and sql is not null`,
  )
  for (const { type, name } of made.all() as { type: string; name: string }[])
    if (!KEPT_INDEXES.includes(name)) database.exec(`drop ${type} "${name}"`)
  database.close()
}
