import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { expect, test, vi } from 'vitest'
import { cachedProgram } from '../../bench/temporal-server/temporal-programs.ts'
import { startTemporalServer } from '../../bench/temporal-server/temporal-server.ts'
import { startPostgres } from '../../src/stack/postgres.ts'
import { temporaryFolder } from '../stack/temporary-folder.ts'

// The server that docker-compose.yml runs and the bench measures. Building it takes ten minutes, which is too much for
// each run of the tests: `npm run bench -- quick` does, and after that these run too.
const missing = !(['temporal-server', 'temporal-sql-tool'] as const).every((name) =>
  existsSync(cachedProgram(name)),
)

const log = () => {}

/** Lists as Temporal UI does, by what has an index and by what has none any more. */
const QUERIES = ['', `WorkflowId = 'one'`, `Organization is null`, `ExecutionTime > '2020-01-01T00:00:00Z'`]

test.skipIf(missing).each(['sqlite', 'postgres'] as const)(
  'in %s, workflows survive a restart, and lists work without the indexes that are dropped',
  async (kind) => {
    const folder = temporaryFolder()
    await using postgres = await startPostgres({ folder: join(folder, 'postgres'), durability: 'test', log })
    const store = kind === 'sqlite' ? { kind } : { kind, url: postgres.url }
    const options = { folder: join(folder, 'temporal'), store, log }
    {
      await using first = await startTemporalServer(options)
      const connection = await Connection.connect({ address: first.address })
      await new Client({ connection }).workflow.start('any', { taskQueue: 'none', workflowId: 'one' })
      await connection.close()
    }
    await using second = await startTemporalServer(options)
    const connection = await Connection.connect({ address: second.address })
    const { workflow } = new Client({ connection })
    for (const query of QUERIES)
      await vi.waitFor(async () => expect((await workflow.count(query)).count).toBe(1), { timeout: 60_000 })
    await connection.close()
  },
)
