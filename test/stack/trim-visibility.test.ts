import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client, Connection } from '@temporalio/client'
import { expect, test } from 'vitest'
import { cacheFolder } from '../../src/stack/cache-folder.ts'
import { startPostgres } from '../../src/stack/postgres.ts'
import { findTemporalServer, findTemporalSqlTool } from '../../src/stack/temporal-binaries.ts'
import { startTemporal, type Temporal } from '../../src/stack/temporal.ts'
import { temporaryFolder } from './temporary-folder.ts'

const log = () => {}

async function count(client: Client, query: string): Promise<number> {
  let found = 0
  for await (const _ of client.workflow.list({ query })) found += 1
  return found
}

/** Lists as Temporal UI does, by what has an index and by what has none any more. */
async function lists({ address, namespace }: Temporal): Promise<string[]> {
  const connection = await Connection.connect({ address })
  const client = new Client({ connection, namespace })
  await client.workflow.start('nothing', { taskQueue: 'nowhere', workflowId: 'one', args: [] })
  const found: string[] = []
  try {
    for (const query of [
      '',
      `WorkflowId = 'one'`,
      `Organization is null`,
      `ExecutionTime > '2020-01-01T00:00:00Z'`,
    ]) {
      await expect.poll(() => count(client, query), { timeout: 20_000 }).toBe(1)
      found.push(query)
    }
  } finally {
    await connection.close()
  }
  return found
}

test("Temporal's lists work without the indexes that are dropped, in SQLite and after a restart", async () => {
  const folder = temporaryFolder()
  const options = { server: await findTemporalServer({ cacheFolder: cacheFolder(), log }), folder, log }
  {
    await using temporal = await startTemporal(options)
    expect(await lists(temporal)).toHaveLength(4)
  }
  await using _again = await startTemporal(options)
  const database = new DatabaseSync(join(folder, 'visibility.sqlite'))
  const left = database.prepare(
    `select name from sqlite_schema where tbl_name = 'executions_visibility' and sql is not null and type <> 'table'`,
  )
  expect(left.all()).toHaveLength(8)
  database.close()
})

test("Temporal's lists work without the indexes that are dropped, in Postgres", async () => {
  const folder = temporaryFolder()
  const options = { cacheFolder: cacheFolder(), log }
  await using postgres = await startPostgres({ folder: join(folder, 'postgres'), durability: 'test', log })
  const store = { kind: 'postgres', url: postgres.url, sqlTool: await findTemporalSqlTool(options) } as const
  const server = await findTemporalServer(options)
  await using temporal = await startTemporal({ server, store, folder: join(folder, 'temporal'), log })
  expect(await lists(temporal)).toHaveLength(4)
})
