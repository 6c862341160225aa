import pg from 'pg'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/app/open-database.ts'
import { API_SESSION, INDEX_PLANNING, WORKER_SESSION } from '../../src/database/database.ts'
import { runPrepared } from '../../src/database/sql.ts'
import { temporaryFolder } from '../stack/temporary-folder.ts'
import { closing } from '../support/closing.ts'
import { startDebianPostgres } from '../support/debian-postgres.ts'

interface Explained {
  'QUERY PLAN': { JIT?: unknown }[]
}

const COSTLY =
  'explain (analyze, format json) select count(*) from generate_series(1, 10) i where i > random()'

test('a Postgres that compiles costly statements compiles none of durahook’s', async () => {
  await using postgres = await startDebianPostgres(temporaryFolder())
  const admin = new pg.Client(postgres.superuserUrl)
  await admin.connect()
  await admin.query('alter database durahook set jit_above_cost = 0')
  await admin.end()

  const other = new pg.Client(postgres.url)
  await other.connect()
  const { rows } = await other.query<Explained>(COSTLY)
  await other.end()
  expect(rows[0]!['QUERY PLAN'][0]).toHaveProperty('JIT')

  for (const session of [{}, API_SESSION, WORKER_SESSION, { ...API_SESSION, ...INDEX_PLANNING }]) {
    await using database = closing(await openDatabase(postgres.url, 1, session))
    const [explained] = await runPrepared<Explained>(database, COSTLY, [])
    expect(explained!['QUERY PLAN'][0]).not.toHaveProperty('JIT')
  }
})
