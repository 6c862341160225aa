import { afterAll, beforeAll, expect, test } from 'vitest'
import { storeFormerHistory } from '../../bench/retention/history.ts'
import { openDatabase } from '../../src/app/open-database.ts'
import { migrate, type Database } from '../../src/database/database.ts'
import { prepareReplays } from '../../src/database/migrations/prepare-replays.ts'
import { prepareSplit } from '../../src/database/migrations/split-point.ts'
import { keepingOf } from '../../src/retention/keeping.ts'
import { makePartitions } from '../../src/retention/make-partitions.ts'
import { listPartitions, PARTITIONED } from '../../src/retention/partitions.ts'
import { parseSettings } from '../../src/settings/settings.ts'
import { createTestDatabase } from '../support/app.ts'

/** More than a migration reads while it holds its locks. */
const ROWS = 25_000

let database: Database
beforeAll(async () => {
  database = await openDatabase(await createTestDatabase('large_migration'), 6)
  await database.migrator.up({ to: '0010-lanes' })
  await storeFormerHistory(database, ROWS)
})
afterAll(() => database.close())

const run = (statement: string): Promise<any[]> => database.em.fork().execute(statement)

test('a migration of a large database that was cut off is completed by the next, whatever ended meanwhile', async () => {
  await prepareSplit(database.em.fork())
  await prepareReplays(database.em.fork())
  await database.migrator.up()
  // A worker begins to work, and a delivery ends.
  const keeping = keepingOf(parseSettings({}))
  await makePartitions(database, keeping)
  await run(`update deliveries set status = 'SUCCEEDED', finished_at = now() where status = 'PENDING'`)

  await Promise.all([migrate(database), migrate(database)])
  await makePartitions(database, keeping)
  expect(await run(`select status, count(*)::int from deliveries group by status`)).toEqual([
    { status: 'SUCCEEDED', count: ROWS },
  ])
  const partitions = await listPartitions(database, PARTITIONED.deliveries)
  expect(partitions[0]).toMatchObject({ name: 'deliveries_first', from: null })
  for (const [index, { from }] of partitions.slice(1).entries()) expect(from).toBe(partitions[index]!.to)
  expect(await run(`select conname from pg_constraint where conname like '%_before_split'`)).toEqual([])
})
