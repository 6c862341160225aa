import { sql as kyselySql } from 'kysely'
import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from './database.ts'

type Executor = Pick<SqlEntityManager, 'getKysely'>

/**
 * Runs one hand-written statement, its values bound as parameters, and gives its rows:
 * ``await sql<{ id: string }>(database)`select id from webhooks where url = ${url}` ``.
 * Inside a transaction pass its entity manager instead of the database.
 */
export function sql<Row>(on: Database | Executor) {
  const executor = 'em' in on ? on.em : on
  return async (strings: TemplateStringsArray, ...values: unknown[]): Promise<Row[]> => {
    const { rows } = await kyselySql<Row>(strings, ...values).execute(executor.getKysely<unknown>())
    return rows
  }
}
