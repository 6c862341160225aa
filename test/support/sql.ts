import type { TestApp } from './app.ts'
import { eventually } from './eventually.ts'

/** Runs a statement in the app's database, `?` for each value, and gives its rows. */
export const rows = (app: TestApp, statement: string, values: unknown[] = []): Promise<any[]> =>
  app.database.em.execute(statement, values)

/**
 * Until all that is logged can be read: a transaction that is open anywhere in the cluster, in another test's database too,
 * holds back what was logged since it began.
 */
export const untilSettled = (app: TestApp): Promise<unknown> =>
  eventually(async () => {
    const [{ settled }] = await rows(
      app,
      `select coalesce(durahook_log_horizon() > max(xid::text::numeric)::text::xid8, true) as settled from attempts`,
    )
    return settled
  })
