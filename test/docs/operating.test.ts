import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../stack/temporary-folder.ts'
import { openTestApp } from '../support/app.ts'
import { accepted, createClient, type TestClient } from '../support/client.ts'
import { DEBIAN_PROGRAMS, startDebianPostgres } from '../support/debian-postgres.ts'
import { eventually } from '../support/eventually.ts'
import { operate } from '../support/operate.ts'
import { startApiProcess, startWorkerProcess } from '../support/process.ts'
import { openReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, deliveriesOf, PUBLISH, readDelivery } from '../support/webhooks.ts'
import { codeBlocks } from './code-blocks.ts'
import { startShell } from './shell-program.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(join(ROOT, 'docs/operating.md'), 'utf8')

const blocksOf = (heading: string) =>
  codeBlocks(page.replaceAll(/^ {3}/gm, ''), heading).filter(({ language }) => language === 'sh')

test('docs/operating.md: the backup and the restore, as written', { timeout: 300_000 }, async () => {
  const folder = temporaryFolder()
  await using postgres = await startDebianPostgres(folder)
  await using app = await openTestApp({ apis: 0, workers: 0 })
  const admin = new pg.Client(postgres.superuserUrl)
  await admin.connect()
  await admin.query('create database restored owner owner')
  await admin.end()
  const databases = {
    DATABASE_URL: postgres.url,
    NEW_DATABASE_URL: postgres.url.replace(/durahook$/, 'restored'),
  }
  expect(databases.NEW_DATABASE_URL).not.toBe(databases.DATABASE_URL)

  /** Runs what the page says, in one folder, as somebody who has Postgres's programs. */
  async function shell(text: string): Promise<string> {
    const environment = {
      ...app.environment,
      ...databases,
      PATH: `${DEBIAN_PROGRAMS}:${process.env['PATH']}`,
    }
    await using program = startShell(
      text.replaceAll('durahook.dump', join(folder, 'durahook.dump')),
      ROOT,
      environment,
    )
    expect(await program.ended, program.output).toBe(0)
    return program.output
  }

  await using receiver = await openReceiver(() => ({ status: well ? 200 : 500 }))
  let well = true
  const numbers = () => receiver.received.map(({ body }) => JSON.parse(String(body)).data.n as number)
  const publish = async (client: TestClient, n: number) =>
    accepted(await client.request(PUBLISH, { input: { type: 'a.b', data: { n }, idempotencyKey: `n-${n}` } }))

  await shell('npm start -- migrate')
  const key = (await shell('npm start --silent -- create-key')).trim().split(/\s+/).at(-1)!
  const opened = await open(databases.DATABASE_URL)
  const operator = createClient(opened.port, key)
  accepted(
    await operator.request(
      `mutation { createOrganization(input: { id: "acme", name: "Acme", dialect: "standard", plan: TEAM }) { userErrors { message } } }`,
    ),
  )
  const { secret } = accepted(
    await operator.request(
      `mutation { createApiKey(input: { organizationId: "acme", name: "acme", scopes: [PUBLISH, MANAGE, READ] }) { secret userErrors { message } } }`,
    ),
  )
  let client = createClient(opened.port, secret)
  await createEventType(client, 'a.b')
  const webhook = await createWebhook(client, {
    url: receiver.url,
    eventTypes: ['a.b'],
    retryPolicy: { delays: [600] },
  })

  const { event: delivered } = await publish(client, 1)
  // Recorded, so that the backup knows of it.
  await eventually(async () => (await deliveriesOf(client, delivered.id))[0].status === 'SUCCEEDED')
  well = false
  const { event } = await publish(client, 2)
  await eventually(() => numbers().length === 2)
  const [{ id: waiting }] = await deliveriesOf(client, event.id)
  await eventually(async () => (await readDelivery(client, waiting)).nextAttemptAt)

  const [backup, ...none] = blocksOf('## Backup')
  expect(none).toEqual([])
  await shell(backup!.text)

  // Since then: one that waited is delivered, one is accepted.
  well = true
  await operate(client, 'retryDelivery', waiting)
  await publish(client, 3)
  await eventually(() => numbers().filter((n) => n === 2).length === 2 && numbers().includes(3))
  await eventually(async () => (await readDelivery(client, waiting)).status === 'SUCCEEDED')
  const cursor = await eventually(async () => {
    const { deliveryLog } = (
      await client.request(
        `query ($id: ID!) { webhook(id: $id) { deliveryLog(first: 1) { edges { cursor node { outcome } } } } }`,
        { id: webhook.id },
      )
    ).webhook
    return deliveryLog.edges[0]?.node.outcome === 'SUCCEEDED' && (deliveryLog.edges[0].cursor as string)
  })
  await opened.close()

  const steps = blocksOf('## Restore')
  expect(steps).toHaveLength(2)
  for (const { text } of steps) await shell(text)
  const restored = await open(databases.NEW_DATABASE_URL)
  client = createClient(restored.port, secret)
  await using following = client.followLog(webhook.id, cursor)

  // Temporal knows how the second one ended.
  await eventually(
    async () => {
      const [delivery] = await deliveriesOf(client, event.id)
      return delivery.status === 'SUCCEEDED' && delivery.decision.includes('took it over from Temporal')
    },
    { deadlineMs: 120_000 },
  )
  // What was accepted since the backup is published again by its publisher, who need not know which that is.
  const again = []
  for (const n of [1, 2, 3]) again.push((await publish(client, n)).duplicate)
  expect(again).toEqual([true, true, false])
  await eventually(() => numbers().filter((n) => n === 3).length === 2)
  await eventually(() => following.entries.length === 1)
  expect(numbers().sort()).toEqual([1, 2, 2, 3, 3])
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(4)
  await restored.close()

  async function open(databaseUrl: string) {
    const environment = { DATABASE_URL: databaseUrl }
    const api = await startApiProcess(app, environment)
    const worker = await startWorkerProcess(app, environment)
    return {
      port: api.port,
      async close() {
        await api.kill('SIGTERM')
        await worker.kill('SIGTERM')
      },
    }
  }
})
