import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization, type DialectOrganization } from '../support/dialects.ts'
import { operate } from '../support/operate.ts'
import { rows } from '../support/sql.ts'
import { askReplay, changeReplay, planReplay, startReplay, writeEnded } from './stage.ts'

let app: TestApp
let organization: DialectOrganization
let webhookId: string
let otherId: string
const HOUR = 3_600_000

beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  organization = await openOrganization(app)
  webhookId = (await organization.webhook('https://localhost:1/')).id
  otherId = (await organization.webhook('https://localhost:1/other')).id
  const write = (webhook: string, count: number, ended: Parameters<typeof writeEnded>[4]) =>
    writeEnded(app, organization.id, webhook, count, ended)
  await write(webhookId, 3, { statusCode: 500 })
  await write(webhookId, 4, { statusCode: 404, type: 'other.happened', ageMs: 2 * HOUR })
  await write(webhookId, 5, { statusCode: null, errorKind: 'TIMEOUT_RESPONSE', ageMs: 30 * HOUR })
  await write(webhookId, 6, { status: 'SKIPPED', statusCode: null, errorKind: null })
  await write(webhookId, 7, { status: 'SUCCEEDED', statusCode: 200, errorKind: null })
  await write(webhookId, 8, { status: 'CANCELED' })
  await write(webhookId, 9, { test: true })
  await write(otherId, 10, {})
})
afterAll(() => app[Symbol.asyncDispose]())

const ago = (ms: number) => new Date(Date.now() - ms)

describe('planReplay counts', () => {
  test.each<[input: Record<string, unknown>, matched: number]>([
    [{}, 3 + 4 + 6],
    [{ statuses: ['FAILED'] }, 3 + 4],
    [{ statuses: ['SUCCEEDED'] }, 7],
    [{ statuses: ['SUCCEEDED', 'CANCELED', 'FAILED'] }, 7 + 8 + 3 + 4],
    [{ since: ago(48 * HOUR) }, 3 + 4 + 5 + 6],
    [{ since: ago(48 * HOUR), until: ago(HOUR) }, 4 + 5],
    [{ eventTypes: ['other.happened', 'unknown.type'] }, 4],
    [{ statusCodes: [500, 503] }, 3],
    [{ since: ago(48 * HOUR), errorKinds: ['TIMEOUT_RESPONSE'] }, 5],
    [{ statusCodes: [404], errorKinds: ['HTTP_STATUS'] }, 4],
    [{ statusCodes: [404], eventTypes: ['thing.happened'] }, 0],
  ])('%j: %i', async (input, matched) => {
    expect(await planReplay(organization.client, { webhookId, ...input })).toMatchObject({
      matched,
      exact: true,
    })
  })

  test('those of the whole organization, when they were made, and how long it takes', async () => {
    const plan = await planReplay(organization.client, { since: ago(48 * HOUR), ratePerSecond: 4 })
    expect(plan).toMatchObject({ matched: 3 + 4 + 5 + 6 + 10, seconds: 7 })
    expect(Date.now() - new Date(plan.oldest).getTime()).toBeGreaterThan(29 * HOUR)
    expect(Date.now() - new Date(plan.newest).getTime()).toBeLessThan(HOUR)
    const none = await planReplay(organization.client, { webhookId, statusCodes: [599] })
    expect(none).toEqual({ matched: 0, exact: true, oldest: null, newest: null, seconds: 0 })
  })

  test('it writes nothing', async () => {
    expect(await rows(app, `select from replays`)).toEqual([])
  })

  test('what ended before version 0.2 is found by its event and its last attempt', async () => {
    const other = await openOrganization(app)
    const { id } = await other.webhook('https://localhost:1/')
    await writeEnded(app, other.id, id, 4)
    const [first] = await writeEnded(app, other.id, id, 1, { test: true })
    await rows(
      app,
      `update deliveries set event_type = null, test = null, status_code = null, error_kind = null where webhook_id = ?`,
      [id],
    )
    await rows(app, `update attempts set status_code = 502 where webhook_id = ?`, [id])
    expect(first).toBeDefined()
    const plan = (input: object) => planReplay(other.client, { webhookId: id, ...input })
    expect(await plan({ statusCodes: [502], eventTypes: ['thing.happened'] })).toMatchObject({ matched: 4 })
    expect(await plan({ statusCodes: [500] })).toMatchObject({ matched: 0 })
  })
})

describe('refused', () => {
  test.each<[input: Record<string, unknown>, field: string]>([
    [{ statuses: ['PENDING'] }, 'statuses'],
    [{ statuses: [] }, 'statuses'],
    [{ ratePerSecond: 0 }, 'ratePerSecond'],
    [{ ratePerSecond: 1001 }, 'ratePerSecond'],
    [{ since: ago(HOUR), until: ago(2 * HOUR) }, 'since'],
    [{ since: new Date(Date.now() + HOUR) }, 'since'],
    [{ idempotencyKey: 'x'.repeat(256) }, 'idempotencyKey'],
  ])('%j', async (input, field) => {
    expect(await askReplay(organization.client, { webhookId, ...input })).toMatchObject({
      replay: null,
      userErrors: [{ code: 'INVALID', field: ['input', field] }],
    })
    const { idempotencyKey, ...plan } = input
    if (idempotencyKey === undefined)
      await expect(planReplay(organization.client, { webhookId, ...plan })).rejects.toThrow(/BAD_USER_INPUT/)
  })

  test('a webhook that is disabled or deleted, an unknown one, and that of another organization', async () => {
    const other = await openOrganization(app)
    const { id } = await other.webhook('https://localhost:1/')
    const codeOf = async (input: object) => (await askReplay(other.client, { ...input })).userErrors[0]?.code
    await operate(other.client, 'disableWebhook', id)
    expect(await codeOf({ webhookId: id })).toBe('WEBHOOK_DISABLED')
    await operate(other.client, 'deleteWebhook', id)
    expect(await codeOf({ webhookId: id })).toBe('WEBHOOK_DELETED')
    expect(await codeOf({ webhookId })).toBe('NOT_FOUND')
    expect(await codeOf({ webhookId: 'wh_unknown' })).toBe('NOT_FOUND')
    expect(await codeOf({ organizationId: organization.id })).toBe('NOT_FOUND')
    expect(await codeOf({ webhookId: id, organizationId: organization.id })).toBe('NOT_FOUND')
  })

  test('an eleventh replay, until one has ended; others see none of them', async () => {
    const one = await openOrganization(app)
    const { id } = await one.webhook('https://localhost:1/')
    const ids = []
    for (let count = 0; count < 10; count += 1)
      ids.push((await startReplay(one.client, { webhookId: id })).id)
    expect((await askReplay(one.client, { webhookId: id })).userErrors).toMatchObject([
      { code: 'LIMIT_REACHED' },
    ])
    const { replays } = await one.client.request(
      `{ replays(first: 3) { nodes { id } pageInfo { endCursor hasNextPage } } }`,
    )
    expect(replays.nodes.map((replay: any) => replay.id)).toEqual(ids.toReversed().slice(0, 3))
    expect(replays.pageInfo.hasNextPage).toBe(true)

    const { client } = organization
    expect((await client.request(`{ replays { nodes { id } } }`)).replays.nodes).toEqual([])
    for (const change of ['pauseReplay', 'resumeReplay', 'cancelReplay'] as const)
      expect((await changeReplay(client, change, ids[0])).userErrors).toMatchObject([{ code: 'NOT_FOUND' }])
    const { errors } = await client.send(`query ($id: ID!) { replay(id: $id) { id } }`, { id: ids[0] })
    expect(errors![0]!.extensions.code).toBe('NOT_FOUND')

    expect((await changeReplay(one.client, 'cancelReplay', ids[0])).replay.status).toBe('CANCELED')
    expect((await askReplay(one.client, { webhookId: id })).userErrors).toEqual([])
  })

  test('a rate out of bounds', async () => {
    const { id } = await startReplay(organization.client, { webhookId, statuses: ['CANCELED'] })
    for (const ratePerSecond of [0, 1_001]) {
      const { setReplayRate } = await organization.client.request(
        `mutation ($id: ID!, $rate: Int!) { setReplayRate(id: $id, ratePerSecond: $rate) { userErrors { code field } } }`,
        { id, rate: ratePerSecond },
      )
      expect(setReplayRate.userErrors).toEqual([{ code: 'INVALID', field: ['ratePerSecond'] }])
    }
  })
})
