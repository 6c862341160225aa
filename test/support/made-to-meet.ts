import pg from 'pg'
import type { TestApp } from './app.ts'
import { eventually } from './eventually.ts'
import { rows } from './sql.ts'

type Table = 'webhooks' | 'webhook_health' | 'api_keys' | 'organizations' | 'deliveries'

/** Holds rows, or if `ids` is null a whole table against writes, until it is disposed of. `waiting`: until so many statements wait. */
export async function hold(app: TestApp, table: Table, ids: readonly string[] | null) {
  const holder = new pg.Client({ connectionString: app.databaseUrl })
  await holder.connect()
  await holder.query('begin')
  const key = table === 'webhook_health' ? 'webhook_id' : 'id'
  if (ids === null) await holder.query(`lock table ${table} in share mode`)
  else await holder.query(`select from ${table} where ${key} = any ($1) for no key update`, [ids])
  return {
    waiting: (count: number) =>
      eventually(
        async () => {
          const found = await rows(
            app,
            `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          )
          return found.length >= count
        },
        { describe: () => `${count} wait for ${ids?.join() ?? table}` },
      ),
    /** Changes what is held, which others see when it is let go. */
    change: (statement: string, values: readonly string[]) => holder.query(statement, [...values]),
    async [Symbol.asyncDispose]() {
      await holder.query('commit')
      await holder.end()
    },
  }
}

/**
 * Holds a row, rows, or if `ids` is null a whole table against writes, while `start` sends requests, until `waiting` of them (all,
 * unless given) wait for it, and then lets them go: all have come as far as they can before any of them goes on. Gives what they
 * answer.
 */
export async function madeToMeet<Answer>(
  app: TestApp,
  table: Table,
  ids: string | readonly string[] | null,
  start: () => Promise<Answer>[],
  waiting?: number,
): Promise<Answer[]> {
  let answers: Promise<Answer>[]
  {
    await using held = await hold(app, table, typeof ids === 'string' ? [ids] : ids)
    answers = start()
    await held.waiting(waiting ?? answers.length)
  }
  return Promise.all(answers)
}
