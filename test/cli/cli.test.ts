import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

let app: TestApp
let receiver: TestReceiver
/** What the receiver answers. */
let status = 200
beforeAll(async () => {
  app = await openTestApp()
  receiver = await openReceiver(({ path }) => ({ status: path === '/failing' ? status : 200 }))
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

/** An organization with an event type, and the command line with its key. */
async function openScene() {
  const { id, apiKey, client } = await app.organization()
  await createEventType(client, 'thing.done')
  const environment = {
    PATH: process.env['PATH'],
    DURAHOOK_URL: `http://127.0.0.1:${app.ports[0]}`,
    DURAHOOK_API_KEY: apiKey,
  }
  const start = (args: readonly string[], input = '') => startCommand(args, input, environment)
  const run = (args: readonly string[], input?: string) => start(args, input).ended
  return {
    id,
    client,
    start,
    run,
    /** The values that a command prints with --json, after it has ended well. */
    async values(args: readonly string[], input?: string): Promise<any[]> {
      const { code, stdout, stderr } = await run([...args, '--json'], input)
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) })
      return valuesOf(stdout)
    },
    /** Makes a webhook at a path of the receiver; gives its id. */
    async webhook(path = '/hooks'): Promise<string> {
      const { code, stdout } = await run([
        'webhooks',
        'create',
        receiver.url + path,
        '--types',
        'thing.*',
        '--json',
      ])
      expect(code).toBe(0)
      return valuesOf(stdout)[0].webhook.id
    },
  }
}

const valuesOf = (stdout: string): any[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

function startCommand(args: readonly string[], input: string, env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args], { cwd: ROOT, env })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (data) => (stdout += data))
  child.stderr.on('data', (data) => (stderr += data))
  child.stdin.end(input)
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }))
  return { ended, stdout: () => stdout, interrupt: () => child.kill('SIGINT') }
}

describe('trigger', () => {
  test("publishes the type's example, waits for the delivery, and says who got it", async () => {
    const scene = await openScene()
    const webhook = await scene.webhook()
    const [published, delivery] = await scene.values(['trigger', 'thing.done', '--wait'])
    expect(published).toMatchObject({ event: { id: expect.stringMatching(/^evt_/) }, duplicate: false })
    expect(delivery).toMatchObject({ status: 'SUCCEEDED', webhook: { id: webhook } })
    const request = receiver.received.findLast(({ headers }) => headers['webhook-id'] !== undefined)
    expect(JSON.parse(request!.body.toString()).data).toEqual({ hello: 'world' })
  })

  test('data from stdin arrive as they were written, with what was set', async () => {
    const scene = await openScene()
    await scene.webhook()
    const before = receiver.received.length
    const args = ['trigger', 'thing.done', '--data', '-', '--set', 'of.name=Ada', '--wait', '60']
    await scene.values(args, '{"n":1.0,"big":12345678901234567890}')
    const bodies = receiver.received.slice(before).map(({ body }) => body.toString())
    expect(
      bodies.some((body) => body.includes('{"n":1.0,"big":12345678901234567890,"of":{"name":"Ada"}}')),
    ).toBe(true)
  })

  test('the same key gives the same event', async () => {
    const scene = await openScene()
    const args = ['trigger', 'thing.done', '--key', 'one']
    const [first] = await scene.values(args)
    const [second] = await scene.values(args)
    expect(second).toMatchObject({ event: first.event, duplicate: true })
  })

  test('a failed attempt is exit code 5, an unknown type 1, a wrong key 4', async () => {
    const scene = await openScene()
    await scene.webhook('/failing')
    status = 503
    const failed = await scene.run(['trigger', 'thing.done', '--wait', '60'])
    expect(failed).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/^Not delivered: 1 of 1\. See: durahook deliveries show wd_/),
    })
    const unknown = await scene.run(['trigger', 'thing.undone'])
    expect(unknown).toMatchObject({ code: 1, stdout: '' })
    expect(unknown.stderr).toMatch(/There is no event type "thing\.undone"/)
    const wrongKey = await scene.run(['trigger', 'thing.done', '--api-key', 'dk_wrong'])
    expect(wrongKey).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(/^UNAUTHENTICATED: /),
    })
  })

  test("an operator's key needs the organization", async () => {
    const scene = await openScene()
    const { apiKey } = await app.operator()
    const args = ['trigger', 'thing.done', '--api-key', apiKey]
    expect(await scene.run(args)).toMatchObject({ code: 1, stdout: '' })
    expect(await scene.run([...args, '--organization', scene.id])).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('tail', () => {
  test('prints attempts as they end, from a cursor on, and ends by Ctrl-C with 130', async () => {
    const scene = await openScene()
    await scene.webhook()
    const all = scene.start(['tail', '--after', '', '--json'])
    await scene.values(['trigger', 'thing.done'])
    await scene.values(['trigger', 'thing.done'])
    await eventually(() => valuesOf(completeLines(all.stdout())).length === 2)
    all.interrupt()
    const { code, stdout, stderr } = await all.ended
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' })
    const entries = valuesOf(stdout)
    const rest = scene.start(['tail', '--after', entries[0].cursor, '--json'])
    await eventually(() => completeLines(rest.stdout()) !== '')
    rest.interrupt()
    expect(valuesOf((await rest.ended).stdout)).toEqual([entries[1]])
  })

  test('--failed shows failures only, with the answer', async () => {
    const scene = await openScene()
    await scene.webhook()
    await scene.webhook('/failing')
    status = 503
    const failures = scene.start(['tail', '--after', '', '--failed'])
    await scene.values(['trigger', 'thing.done'])
    await eventually(() => completeLines(failures.stdout()) !== '')
    failures.interrupt()
    const { stdout, stderr } = await failures.ended
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d {2}FAILED +thing\.done +503 +\d+ ms /)
    expect(stdout).not.toContain('SUCCEEDED')
    expect(stderr).toMatch(/^Go on from here with: --after \S+\n$/)
  })

  test('a webhook that is not there is exit code 1', async () => {
    const scene = await openScene()
    expect(await scene.run(['tail', '--webhook', 'wh_none'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^NOT_FOUND: /),
    })
  })
})

const completeLines = (text: string) => text.slice(0, text.lastIndexOf('\n') + 1)

test('deliveries: list, show, retry', async () => {
  const scene = await openScene()
  // Its retry comes only when it is asked for.
  await createWebhook(scene.client, {
    url: `${receiver.url}/failing`,
    eventTypes: ['thing.*'],
    retryPolicy: { delays: [600] },
  })
  status = 503
  await scene.run(['trigger', 'thing.done', '--wait', '60'])
  const [listed, ...others] = await scene.values(['deliveries', 'list', '--status', 'pending'])
  expect(others).toEqual([])
  expect(listed).toMatchObject({ status: 'PENDING', statusCode: 503 })
  // Its attempt may be held back in the log by another test's open transaction.
  await eventually(async () => {
    const shown = await scene.run(['deliveries', 'show', listed.id])
    expect(shown).toMatchObject({ code: 0, stderr: '' })
    return /^Attempt 1 {2}FAILED {2}503 {2}/m.test(shown.stdout)
  })
  status = 200
  await eventually(async () => {
    const retried = await scene.run(['deliveries', 'retry', listed.id])
    if (retried.stderr.includes('Temporal is out of reach')) return false // it is too busy to answer within two seconds
    expect(retried).toMatchObject({ code: 0, stderr: '' })
    return true
  })
  await eventually(
    async () => (await scene.values(['deliveries', 'show', listed.id]))[0].status === 'SUCCEEDED',
  )
  expect(await scene.values(['deliveries', 'list', '--status', 'pending'])).toEqual([])
  expect(await scene.run(['deliveries', 'list', '--status', 'failed'])).toMatchObject({
    code: 0,
    stdout: 'There are none.\n',
  })
  expect(await scene.run(['deliveries', 'show', 'wd_none'])).toMatchObject({ code: 1, stdout: '' })
})

test('webhooks: create, list, rotate', async () => {
  const scene = await openScene()
  const created = await scene.run([
    'webhooks',
    'create',
    receiver.url,
    '--types',
    'thing.done',
    '--uid',
    'mine',
  ])
  expect(created.code).toBe(0)
  const [, secret] = /^Secret +(whsec_\S+)$/m.exec(created.stdout)!
  const [webhook] = await scene.values(['webhooks', 'list'])
  expect(webhook).toMatchObject({ uid: 'mine', status: 'ENABLED', eventTypes: ['thing.done'] })
  const [rotated] = await scene.values(['webhooks', 'rotate', webhook.id, '--overlap', '60'])
  expect(rotated).toMatchObject({
    webhook: { id: webhook.id, oldSecretExpiresAt: expect.any(String) },
    secret: expect.stringMatching(/^whsec_/),
  })
  expect(rotated.secret).not.toBe(secret)
  const known = `whsec_${randomBytes(24).toString('base64')}`
  const [given] = await scene.values(['webhooks', 'rotate', webhook.id, '--secret', '-'], `${known}\n`)
  expect(given.secret).toBe(known)
  const refused = await scene.run(['webhooks', 'create', 'http://example.com', '--types', 'thing.done'])
  expect(refused).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^URL_NOT_HTTPS \(input\.url\): /),
  })
})

test('webhooks list says which webhooks are failing, and why one is disabled', async () => {
  const scene = await openScene()
  const [healthy, failing, gone] = [await scene.webhook(), await scene.webhook(), await scene.webhook()]
  await rows(
    app,
    `insert into webhook_health (webhook_id, organization_id, failing_since, counted_from)
      values (?, ?, '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z') returning 1`,
    [failing, scene.id],
  )
  await rows(
    app,
    `update webhooks set status = 'DISABLED', status_reason = 'GONE' where id = ? returning 1`,
    [gone],
  )
  const { stdout } = await scene.run(['webhooks', 'list'])
  const lineOf = (id: string) => stdout.split('\n').find((line) => line.startsWith(id))
  expect(lineOf('WEBHOOK')).toMatch(/STATUS +HEALTH/)
  expect(lineOf(healthy)).toMatch(/ENABLED +HEALTHY +standard/)
  expect(lineOf(failing)).toMatch(/ENABLED +FAILING since 2026-01-02T03:04:05.000Z +standard/)
  expect(lineOf(gone)).toMatch(/DISABLED +DISABLED: GONE +standard/)
  expect((await scene.values(['webhooks', 'list'])).map(({ health }) => health)).toEqual([
    { state: 'DISABLED', failingSince: null, disableAt: null },
    { state: 'FAILING', failingSince: '2026-01-02T03:04:05.000Z', disableAt: '2026-01-05T03:04:05.000Z' },
    { state: 'HEALTHY', failingSince: null, disableAt: null },
  ])
})

test('replay: a plan, then what was missed is sent, and progress is shown to the end', async () => {
  const scene = await openScene()
  const webhook = await scene.webhook()
  await scene.client.request(`mutation ($id: ID!) { disableWebhook(id: $id) { userErrors { code } } }`, {
    id: webhook,
  })
  for (const key of ['a', 'b', 'c']) await scene.values(['trigger', 'thing.done', '--key', key])
  await scene.client.request(`mutation ($id: ID!) { enableWebhook(id: $id) { userErrors { code } } }`, {
    id: webhook,
  })

  const args = ['replay', '--webhook', webhook, '--since', '1h', '--missed', '--rate', '100']
  const [planned, ...more] = await scene.values([...args, '--dry-run'])
  expect({ planned, more }).toMatchObject({ planned: { plan: { matched: 3, exact: true } }, more: [] })
  const { code, stdout, stderr } = await scene.run(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^3 to send, from /)
  expect(stdout).toMatch(/^rp_\S+ {2}COMPLETED {2}3 delivered, 0 failed, 0 skipped, 0 given back$/m)
  expect(
    await scene.values(['deliveries', 'list', '--webhook', webhook, '--status', 'succeeded']),
  ).toHaveLength(3)

  const none = await scene.run(['replay', '--webhook', webhook, '--since', '1h'])
  expect(none).toMatchObject({ code: 0, stdout: 'Nothing matches, so there is nothing to send.\n' })
})
