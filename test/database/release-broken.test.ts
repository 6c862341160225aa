import { expect, inject, test } from 'vitest'
import { openDatabase } from '../../src/app/open-database.ts'
import { sql, transactional } from '../../src/database/sql.ts'

test('a connection that breaks in a transaction leaves its place in the pool to another', async () => {
  const database = await openDatabase(inject('databaseUrl'), 1)
  for (let count = 0; count < 3; count += 1) {
    const broken = transactional(database, async (em) => {
      await sql(em)`select pg_terminate_backend(pg_backend_pid())`
    })
    await expect(broken).rejects.toThrow()
  }
  expect(await transactional(database, (em) => sql(em)`select 1 as one`)).toEqual([{ one: 1 }])
  await database.close() // waits for connections that are not given back
})
