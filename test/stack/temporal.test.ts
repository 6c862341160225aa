import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { cacheFolder } from '../../src/stack/cache-folder.ts'
import { startPostgres } from '../../src/stack/postgres.ts'
import { prepareTemporal } from '../../src/stack/prepare-temporal.ts'
import { startTemporalUi } from '../../src/stack/temporal-ui.ts'
import { findTemporalServer, findTemporalSqlTool, findTemporalUi } from '../../src/stack/temporal-binaries.ts'
import { startTemporal, type TemporalOptions } from '../../src/stack/temporal.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A first build of the server counts as well. */
const TIMEOUT = { timeout: 15 * 60_000 }

const programs = { cacheFolder: cacheFolder(), log: console.log }

async function start(folder: string, options: Partial<TemporalOptions> = {}) {
  const server = await findTemporalServer(programs)
  const temporal = await startTemporal({ server, folder, log: () => {}, ...options })
  onTestFinished(() => temporal.close())
  return temporal
}

async function connect({ address, namespace }: { address: string; namespace: string }): Promise<Client> {
  const connection = await Connection.connect({ address })
  onTestFinished(() => connection.close())
  return new Client({ connection, namespace })
}

test('workflows can be started with all search attributes as soon as it has started', TIMEOUT, async () => {
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
    timeout: 10_000,
  })
})

test('workflows survive a restart, which takes seconds', TIMEOUT, async () => {
  const folder = temporaryFolder()
  const first = await start(folder)
  await (await connect(first)).workflow.start('any', { taskQueue: 'none', workflowId: 'kept' })
  await first.close()
  const restarted = Date.now()
  const second = await start(folder)
  expect(Date.now() - restarted).toBeLessThan(15_000)
  const description = await (await connect(second)).workflow.getHandle('kept').describe()
  expect(description.status.name).toBe('RUNNING')
})

test('preparing again changes nothing, and another namespace is made on demand', TIMEOUT, async () => {
  const { address } = await start(temporaryFolder(), { namespace: 'first' })
  const { connection } = await connect({ address, namespace: 'first' })
  await prepareTemporal(connection, 'first')
  await Promise.all([1, 2, 3].map(() => prepareTemporal(connection as Connection, 'second')))
  const { namespaces } = await connection.workflowService.listNamespaces({})
  expect(namespaces.map(({ namespaceInfo }) => namespaceInfo?.name).toSorted()).toEqual([
    'first',
    'second',
    'temporal-system',
  ])
})

test('a search attribute of another type is reported', TIMEOUT, async () => {
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
    { timeout: 20_000, interval: 200 },
  )
  await expect(prepareTemporal(connection as Connection, 'other')).rejects.toMatchObject({
    code: 'SEARCH_ATTRIBUTE_TYPE',
    message: expect.stringMatching(/^The search attribute Webhook /),
  })
})

test.each(['tuned', 'default'] as const)(
  'time can be skipped in a workflow, tuning %s',
  TIMEOUT,
  async (tuning) => {
    const folder = temporaryFolder()
    const temporal = await start(folder, { tuning })
    const client = await connect(temporal)
    await client.workflow.start('any', { taskQueue: 'none', workflowId: 'skipping' })
    const { workflowExecutionOptions } = await client.workflowService.updateWorkflowExecutionOptions({
      namespace: temporal.namespace,
      workflowExecution: { workflowId: 'skipping' },
      workflowExecutionOptions: { timeSkippingConfig: { enabled: true } },
      updateMask: { paths: ['time_skipping_config'] },
    })
    expect(workflowExecutionOptions?.timeSkippingConfig?.enabled).toBe(true)
    const config = readFileSync(join(folder, 'dynamic-config.yaml'), 'utf8')
    expect(config.includes('visibilityProcessor')).toBe(tuning === 'tuned')
  },
)

test('a taken port is named, with the setting that changes it', TIMEOUT, async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  await expect(start(temporaryFolder(), { port })).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    message: `Port ${port} for Temporal is taken by another program. Stop that program, or set LOCAL_TEMPORAL_PORT to a free port.`,
  })
})

test('a server that ends while it starts is reported with the end of its log', TIMEOUT, async () => {
  const starting = start(temporaryFolder(), { server: '/bin/false' })
  await expect(starting).rejects.toMatchObject({
    code: 'CHILD_ENDED',
    message: expect.stringMatching(/^Temporal ended while it started\. The end of .*temporal\.log:/),
  })
})

test('it can keep its state in Postgres', TIMEOUT, async () => {
  const postgres = await startPostgres({ folder: temporaryFolder(), durability: 'test', log: () => {} })
  onTestFinished(() => postgres.close())
  const sqlTool = await findTemporalSqlTool(programs)
  const store = { kind: 'postgres', url: postgres.url, sqlTool } as const
  const folder = temporaryFolder()
  const first = await start(folder, { store })
  await (await connect(first)).workflow.start('any', { taskQueue: 'none', workflowId: 'kept' })
  await first.close()
  const second = await start(folder, { store })
  const description = await (await connect(second)).workflow.getHandle('kept').describe()
  expect(description.status.name).toBe('RUNNING')
  await second.close()
})

test('Temporal UI shows the namespaces of the server', TIMEOUT, async () => {
  const temporal = await start(temporaryFolder())
  const ui = await startTemporalUi({
    ui: await findTemporalUi(programs),
    folder: temporaryFolder(),
    temporalAddress: temporal.address,
    log: () => {},
  })
  onTestFinished(() => ui.close())
  const answer = await fetch(`${ui.url}/api/v1/namespaces/${temporal.namespace}`)
  expect(await answer.json()).toMatchObject({ namespaceInfo: { name: 'default' } })
  expect(await (await fetch(ui.url)).text()).toContain('<html')
})
