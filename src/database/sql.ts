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
    if ('em' in on && !values.some(isFragment))
      return runPrepared<Row>(
        on,
        textOf(strings, values),
        values.filter((value) => !isPiece(value)),
      )
    const executor = 'em' in on ? on.em : on
    const bound = values.map((value) => (isPiece(value) ? kyselySql.raw(value.text) : value))
    const run = async () =>
      (await kyselySql<Row>(strings, ...bound).execute(executor.getKysely<unknown>())).rows
    // Inside a transaction only the whole can be repeated.
    return 'em' in on ? retryMoved(run) : run()
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
  return retryMoved(async () => {
    const { rows } = await pool.query({ name: nameOf(text), text, values: [...values] })
    return rows as Row[]
  })
}

/** A statement meets so many rows that move at most. */
const MAXIMUM_MOVED = 20

/**
 * Runs one statement or transaction, again if a row that it waited for was moved to another partition meanwhile: a delivery that
 * ended, or was sent again. Postgres can't follow such a row, and has changed nothing then (serialization_failure, 40001). The same
 * if a partition was made meanwhile for a row that had none (check_violation, 23514, of no constraint with a name).
 */
async function retryMoved<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run()
    } catch (error) {
      const { code, constraint } = error as { code?: unknown; constraint?: unknown }
      const moved = code === '40001' || (code === '23514' && constraint === undefined)
      if (!moved || tries === MAXIMUM_MOVED) throw error
    }
  }
}

const names = new Map<string, string>()

/** Runs a transaction; see retryMoved. It must not have effects outside of Postgres. */
export const transactional = <Result>(
  database: Database,
  work: (em: SqlEntityManager) => Promise<Result>,
): Promise<Result> => retryMoved(() => database.em.fork().transactional(work))

/** The same name in every process, because poolers share connections, with their prepared statements, between processes. */
function nameOf(text: string): string {
  let name = names.get(text)
  if (!name) names.set(text, (name = createHash('sha256').update(text).digest('base64url').slice(0, 20)))
  return name
}

/** A constant part of statements. Unlike a fragment it is part of their text, so that they are prepared. */
export class Piece {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** `text` must be a constant of the source: it is not escaped. */
export const piece = (text: string): Piece => new Piece(text)

const isPiece = (value: unknown): value is Piece => value instanceof Piece

const texts = new WeakMap<TemplateStringsArray, { pieces: Piece[]; text: string }[]>()

/** The text of a statement: pieces as they are, all other values as parameters. There are few pieces that one place can have. */
function textOf(strings: TemplateStringsArray, values: readonly unknown[]): string {
  const pieces = values.filter(isPiece)
  const known = texts.get(strings) ?? []
  const same = known.find((other) => pieces.every((piece, index) => piece === other.pieces[index]))
  if (same) return same.text
  let parameters = 0
  const text = strings.reduce((joined, part, index) => {
    const value = values[index - 1]
    return `${joined}${isPiece(value) ? value.text : `$${(parameters += 1)}`}${part}`
  })
  texts.set(strings, [...known, { pieces, text }])
  return text
}

const isFragment = (value: unknown) =>
  typeof value === 'object' && value !== null && 'toOperationNode' in value
