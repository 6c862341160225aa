import pg from 'pg'
import type { TestApp } from './app.ts'

type Table = 'webhooks' | 'webhook_health' | 'api_keys' | 'organizations' | 'deliveries'

/**
 * SQL that waits until so many sessions wait for a lock. What follows it in the same query is done at once: the API gives a lock up
 * after three seconds, in which a busy machine may not have come back to the test.
 */
export const untilWaiting = (count: number) => `do $$ begin
  for turn in 1..6000 loop
    perform pg_stat_clear_snapshot();
    if ${count} <= (
      select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    ) then return; end if;
    perform pg_sleep(0.01);
  end loop;
  raise 'Not ${count} sessions wait for a lock.';
end $$`

/** Holds rows, or if `ids` is null a whole table against writes, until it is disposed of. `waiting`: until so many statements wait. */
export async function hold(app: TestApp, table: Table, ids: readonly string[] | null) {
  const holder = new pg.Client({ connectionString: app.databaseUrl })
  await holder.connect()
  await holder.query('begin')
  const key = table === 'webhook_health' ? 'webhook_id' : 'id'
  if (ids === null) await holder.query(`lock table ${table} in share mode`)
  else await holder.query(`select from ${table} where ${key} = any ($1) for no key update`, [ids])
  return {
    waiting: (count: number) => holder.query(untilWaiting(count)),
    /** Lets go as soon as so many statements wait. */
    letGoTo: (count: number) => holder.query(`${untilWaiting(count)}; commit`),
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
    await held.letGoTo(waiting ?? answers.length)
  }
  return Promise.all(answers)
}
