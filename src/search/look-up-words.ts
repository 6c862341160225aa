import type { Database } from '../database/database.ts'
import { inRange, type IdBounds, type Place } from '../database/search-newest.ts'
import { sql } from '../database/sql.ts'

/** A look into the index may take this time, in milliseconds. Many of a partition's words begin like a short one. */
const MAXIMUM_MS = 1_000

/** As few plans as possible: the index of words, whatever the statistics say. */
const PLANNING = `set local statement_timeout = ${MAXIMUM_MS}; set local enable_seqscan = off;
  set local enable_indexscan = off; set local enable_indexonlyscan = off`

export interface LookUp {
  /** See wordQueries. */
  queries: readonly string[]
  bounds: IdBounds
  place: Place
  maximum: number
}

/**
 * Ids of the events whose words fit, in any order, also of other organizations. Null if there are more than `maximum`, or if it takes
 * too long: with such words the index is no help.
 */
export async function lookUpWords(
  database: Database,
  { queries, ...lookUp }: LookUp,
): Promise<string[] | null> {
  for (const query of queries) {
    const ids = await lookUpOnce(database, query, lookUp)
    if (ids) return ids
  }
  return null
}

async function lookUpOnce(
  database: Database,
  query: string,
  { bounds, place, maximum }: Omit<LookUp, 'queries'>,
): Promise<string[] | null> {
  try {
    const rows = await database.em.fork().transactional(async (em) => {
      await em.execute(PLANNING)
      // No other condition: rows that it leaves out would not count, and all of them would be read.
      return sql<{ id: string }>(em)`
        select id from events
        where search_words is not null and search_words @@ ${query}::tsquery and ${inRange(place, bounds)}
        limit ${maximum + 1}`
    })
    return rows.length > maximum ? null : rows.map(({ id }) => id)
  } catch (error) {
    if ((error as { code?: unknown }).code === QUERY_CANCELED) return null
    throw error
  }
}

const QUERY_CANCELED = '57014'
