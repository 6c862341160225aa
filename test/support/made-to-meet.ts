import pg from 'pg'
import type { TestApp } from './app.ts'
import { eventually } from './eventually.ts'
import { rows } from './sql.ts'

/**
 * Holds a row, or if `id` is null a whole table against writes, while `start` sends requests, until `waiting` of them (all,
 * unless given) wait for it, and then lets them go: all have come as far as they can before any of them goes on. Gives what they
 * answer.
 */
export async function madeToMeet<Answer>(
  app: TestApp,
  table: 'webhooks' | 'api_keys' | 'organizations' | 'deliveries',
  id: string | null,
  start: () => Promise<Answer>[],
  waiting?: number,
): Promise<Answer[]> {
  const holder = new pg.Client({ connectionString: app.databaseUrl })
  await holder.connect()
  try {
    await holder.query('begin')
    if (id === null) await holder.query(`lock table ${table} in share mode`)
    else await holder.query(`select from ${table} where id = $1 for no key update`, [id])
    const answers = start()
    await eventually(
      async () => {
        const found = await rows(
          app,
          `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
        return found.length >= (waiting ?? answers.length)
      },
      { describe: () => `${waiting ?? answers.length} wait for ${id ?? table}` },
    )
    await holder.query('commit')
    return await Promise.all(answers)
  } finally {
    await holder.end()
  }
}
