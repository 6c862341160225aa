import { createHash } from 'node:crypto'
import { sql as kyselySql } from 'kysely'
import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from './database.ts'

type Executor = Pick<SqlEntityManager, 'getKysely'>

/**
 * Runs one hand-written statement with its values bound as parameters, and returns its rows:
 * ``await sql<{ id: string }>(database)`select id from webhooks where url = ${url}` ``.
 * Inside a transaction, pass its entity manager instead of the database.
 */
export function sql<Row>(on: Database | Executor) {
  return async (strings: TemplateStringsArray, ...values: unknown[]): Promise<Row[]> => {
    if ('em' in on && !values.some(isFragment)) return runPrepared<Row>(on, textOf(strings), values)
    const executor = 'em' in on ? on.em : on
    const { rows } = await kyselySql<Row>(strings, ...values).execute(executor.getKysely<unknown>())
    return rows
  }
}

/**
 * Runs a prepared statement; each connection prepares it once. Parsing and planning the statements of a delivery takes
 * Postgres longer than running them. `text` must not depend on the values: Postgres keeps every text it has prepared.
 */
export async function runPrepared<Row>(
  database: Database,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const connection = database.em.getConnection()
  const pool = await connection.getNativeClient()
  const { rows } = await pool.query({ name: nameOf(text), text, values: [...values] })
  return rows as Row[]
}

const names = new Map<string, string>()

/** The same name in every process, because poolers share connections, with their prepared statements, between processes. */
function nameOf(text: string): string {
  let name = names.get(text)
  if (!name) names.set(text, (name = createHash('sha256').update(text).digest('base64url').slice(0, 20)))
  return name
}

const texts = new WeakMap<TemplateStringsArray, string>()

function textOf(strings: TemplateStringsArray): string {
  let text = texts.get(strings)
  if (text === undefined) {
    text = strings.reduce((joined, part, index) => `${joined}$${index}${part}`)
    texts.set(strings, text)
  }
  return text
}

const isFragment = (value: unknown) =>
  typeof value === 'object' && value !== null && 'toOperationNode' in value
