import type { TestApp } from './app.ts'

/** Runs a statement in the app's database, `?` for each value, and gives its rows. */
export const rows = (app: TestApp, statement: string, values: unknown[] = []): Promise<any[]> =>
  app.database.em.execute(statement, values)
