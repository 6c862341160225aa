import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client, Connection } from '@temporalio/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { cacheFolder } from '../../src/stack/cache-folder.ts'
import { findTemporal } from '../../src/stack/temporal-program.ts'
import { startTemporal, type Temporal, type TemporalOptions } from '../../src/stack/temporal.ts'
import { prepareTemporal } from '../../src/temporal/prepare-temporal.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A first download counts as well. */
const log = () => {}

async function start(folder: string, options: Partial<TemporalOptions> = {}) {
  const program = await findTemporal({ cacheFolder: cacheFolder(), log })
  const temporal = await startTemporal({ program, folder, log, ...options })
  onTestFinished(() => temporal.close())
  return temporal
}

async function connect({ address, namespace }: { address: string; namespace: string }): Promise<Client> {
  const connection = await Connection.connect({ address })
  onTestFinished(() => connection.close())
  return new Client({ connection, namespace })
}

test('workflows can be started with all search attributes as soon as it has started', async () => {
  const temporal = await start(temporaryFolder())
  const client = await connect(temporal)
  const searchAttributes = {
    Organization: ['org_1'],
    Webhook: ['wh_1'],
    EventType: ['lead.created'],
    Dialect: ['sjocamp'],
  }
  await client.workflow.start('any', { taskQueue: 'none', workflowId: 'one', searchAttributes })
  const query =
    "Organization = 'org_1' and Webhook = 'wh_1' and EventType = 'lead.created' and Dialect = 'sjocamp'"
  // The tuned server writes visibility once a second.
  await vi.waitFor(async () => expect((await client.workflow.count(query)).count).toBe(1), {
    timeout: 60_000,
  })
})

test('workflows survive a restart', async () => {
  const folder = temporaryFolder()
  const first = await start(folder)
  await (await connect(first)).workflow.start('any', { taskQueue: 'none', workflowId: 'kept' })
  await first.close()
  const second = await start(folder)
  const description = await (await connect(second)).workflow.getHandle('kept').describe()
  expect(description.status.name).toBe('RUNNING')
})

test('preparing again changes nothing, and another namespace is made on demand', async () => {
  const { address } = await start(temporaryFolder(), { namespace: 'first' })
  const { connection } = await connect({ address, namespace: 'first' })
  await prepareTemporal(connection, 'first')
  await Promise.all([1, 2, 3].map(() => prepareTemporal(connection as Connection, 'second')))
  const { namespaces } = await connection.workflowService.listNamespaces({})
  expect(namespaces.map(({ namespaceInfo }) => namespaceInfo?.name).toSorted()).toEqual([
    'default', // the CLI's own
    'first',
    'second',
    'temporal-system',
  ])
})

test('a search attribute of another type is reported', async () => {
  const { address } = await start(temporaryFolder(), { namespace: 'first' })
  const { connection } = await connect({ address, namespace: 'other' })
  await connection.workflowService.registerNamespace({
    namespace: 'other',
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  })
  const INT = 3
  await vi.waitFor(
    () =>
      (connection as Connection).operatorService.addSearchAttributes({
        namespace: 'other',
        searchAttributes: { Webhook: INT },
      }),
    { timeout: 60_000, interval: 200 },
  )
  await expect(prepareTemporal(connection as Connection, 'other')).rejects.toMatchObject({
    message: expect.stringMatching(/^The search attribute Webhook /),
  })
})

test('time can be skipped in a workflow', async () => {
  const temporal = await start(temporaryFolder())
  const client = await connect(temporal)
  await client.workflow.start('any', { taskQueue: 'none', workflowId: 'skipping' })
  const { workflowExecutionOptions } = await client.workflowService.updateWorkflowExecutionOptions({
    namespace: temporal.namespace,
    workflowExecution: { workflowId: 'skipping' },
    workflowExecutionOptions: { timeSkippingConfig: { enabled: true } },
    updateMask: { paths: ['time_skipping_config'] },
  })
  expect(workflowExecutionOptions?.timeSkippingConfig?.enabled).toBe(true)
})

test.runIf(process.platform === 'linux')('it listens on this machine only', async () => {
  const { pid } = await start(temporaryFolder())
  const files = readdirSync(`/proc/${pid}/fd`).flatMap((file) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${file}`)]
    } catch {
      return [] // it was closed meanwhile
    }
  })
  // Source: proc_pid_net(5). Fields: number, local address, remote address, state (0A listens), …, inode.
  const sockets = ['tcp', 'tcp6']
    .flatMap((name) => readFileSync(`/proc/net/${name}`, 'utf8').trim().split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A' && files.includes(`socket:[${fields[9]}]`))
  expect(sockets.length).toBeGreaterThan(2)
  for (const [, local] of sockets) expect(local).toMatch(/^0100007F:/) // 127.0.0.1, its bytes reversed
})

test('a taken port is named, with the setting that changes it', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  await expect(start(temporaryFolder(), { port })).rejects.toMatchObject({
    message: `Port ${port} for Temporal is taken by another program. Stop that program, or set LOCAL_TEMPORAL_PORT to a free port.`,
  })
})

test('a server that ends while it starts is reported with the end of its log', async () => {
  const starting = start(temporaryFolder(), { program: '/bin/false' })
  await expect(starting).rejects.toMatchObject({
    message: expect.stringMatching(/^Temporal ended while it started\. The end of .*temporal\.log:/),
  })
})

test('Temporal UI shows the namespaces of the server', async () => {
  const { uiUrl, namespace } = await start(temporaryFolder())
  const answer = await fetch(`${uiUrl}/api/v1/namespaces/${namespace}`)
  expect(await answer.json()).toMatchObject({ namespaceInfo: { name: 'default' } })
  expect(await (await fetch(uiUrl)).text()).toContain('<html')
})

test('lists work without the indexes that are dropped, also after a restart', async () => {
  const folder = temporaryFolder()
  const first = await start(folder)
  const lists = async (temporal: Temporal) => {
    const client = await connect(temporal)
    for (const query of [
      '',
      `WorkflowId = 'one'`,
      `Organization is null`,
      `ExecutionTime > '2020-01-01T00:00:00Z'`,
    ])
      await vi.waitFor(async () => expect((await client.workflow.count(query)).count).toBe(1), {
        timeout: 60_000,
      })
  }
  await (await connect(first)).workflow.start('any', { taskQueue: 'none', workflowId: 'one' })
  await lists(first)
  await first.close()
  await lists(await start(folder))
  const database = new DatabaseSync(join(folder, 'data.sqlite'))
  const left = database.prepare(
    `select name from sqlite_schema where tbl_name = 'executions_visibility' and sql is not null and type <> 'table'`,
  )
  expect(left.all()).toHaveLength(8)
  database.close()
})
