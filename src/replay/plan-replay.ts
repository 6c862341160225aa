import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { INDEX_PLANNING, type Database } from '../database/database.ts'
import { sql, transactional } from '../database/sql.ts'
import { timesOf, type CheckedInput } from './check-input.ts'
import { countPage, newestMatch } from './count-page.ts'
import type { ReplayFilter } from './matching-deliveries.ts'
import { missedWebhooksOf, type ReplayScope } from './replay-scope.ts'

export interface Plan {
  matched: number
  /** False: there are more; counting stopped. */
  exact: boolean
  oldest: Date | null
  newest: Date | null
  /** How long it takes at the rate, in seconds. */
  seconds: number
}

/** Counting begins no other page after this time, in milliseconds. */
const COUNTING_MS = 1_000

/** Counts what a replay with this input would send. Writes nothing. */
export async function planReplay(database: Database, scope: ReplayScope, input: CheckedInput): Promise<Plan> {
  const began = performance.now()
  const now = new Date()
  const filter: ReplayFilter = {
    ...input,
    ...scope,
    ...timesOf(input, now),
    missedWebhookIds: await missedWebhooksOf(database, scope, input),
    createdAt: now,
  }
  const plan = { matched: 0, oldest: null as Date | null, newest: null as Date | null }
  let position: string | null = ''
  while (position !== null && performance.now() - began < COUNTING_MS) {
    const from: string = position
    const page = await planned(database, (em) => countPage(em, filter, from))
    plan.matched += page.matched
    plan.oldest = first(plan.oldest, page.oldest, 1)
    plan.newest = first(plan.newest, page.newest, -1)
    position = page.next
  }
  const exact = position === null
  if (!exact) plan.newest = first(plan.newest, await planned(database, (em) => newestMatch(em, filter)), -1)
  return { ...plan, exact, seconds: plan.matched / input.ratePerSecond }
}

/** Reads with INDEX_PLANNING, whatever the connection's own settings. */
const planned = <Result>(database: Database, read: (em: SqlEntityManager) => Promise<Result>) =>
  transactional(database, async (em) => {
    const settings = Object.entries(INDEX_PLANNING)
    await sql(em)`
      select set_config(name, value, true)
      from unnest(${settings.map(([name]) => name)}::text[], ${settings.map(([, value]) => value)}::text[]) as s(name, value)`
    return read(em)
  })

/** The earlier of two times; with the sign -1 the later. */
function first(one: Date | null, other: Date | null, sign: 1 | -1): Date | null {
  if (!one || !other) return one ?? other
  return (other.getTime() - one.getTime()) * sign < 0 ? other : one
}
