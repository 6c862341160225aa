import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommandLine } from '../../src/cli/program.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { createTestTerminal } from '../support/test-terminal.ts'
import { createEventType } from '../support/webhooks.ts'

let app: TestApp
let organization: TestOrganization
let folder: string
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  organization = await app.organization()
  await createEventType(organization.client, 'invoice.paid', {
    type: 'object',
    required: ['hello'],
    properties: { hello: { type: 'string' } },
  })
  folder = await mkdtemp(join(tmpdir(), 'durahook-export-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await app[Symbol.asyncDispose]()
})

async function run(...args: string[]) {
  const terminal = createTestTerminal()
  const connection = ['--url', `http://127.0.0.1:${app.ports[0]}`, '--api-key', organization.apiKey]
  const code = await runCommandLine(['types', 'export', ...args, ...connection], terminal)
  return { code, stdout: terminal.stdout.join('\n'), stderr: terminal.stderr.join('\n') }
}

test('TypeScript is printed, with the body and the data of each event type', async () => {
  const { code, stdout } = await run()
  expect(code).toBe(0)
  expect(stdout).toMatch(/^export type WebhookBody = InvoicePaid$/m)
  expect(stdout).toMatch(/^export interface InvoicePaidData \{\n {2}hello: string\n\}$/m)
  expect((await run()).stdout).toBe(stdout)
})

test('bodies are those of another dialect if asked', async () => {
  const { stdout } = await run('--dialect', 'sjocamp')
  expect(stdout).toContain("event: 'invoice.paid'")
  expect(await run('--dialect', 'none')).toMatchObject({ code: 1, stderr: expect.stringContaining('"none"') })
})

test.each([
  ['json-schema', '$schema', 'https://json-schema.org/draft/2020-12/schema'],
  ['openapi', 'openapi', '3.1.0'],
])('%s is printed for people, and with --json as one line', async (format, member, value) => {
  const printed = (await run('--format', format)).stdout
  expect(JSON.parse(printed)).toMatchObject({ [member]: value })
  expect(printed.split('\n').length).toBeGreaterThan(20)
  const { stdout } = await run('--format', format, '--json')
  expect(stdout.split('\n')).toHaveLength(1)
  expect(JSON.parse(stdout)).toEqual(JSON.parse(printed))
})

test('--out writes what would be printed to a file', async () => {
  const file = join(folder, 'types.ts')
  expect(await run('--out', file)).toEqual({ code: 0, stdout: `Written to ${file}.`, stderr: '' })
  expect(await readFile(file, 'utf8')).toBe(`${(await run()).stdout}\n`)
  const nowhere = join(folder, 'nowhere', 'types.ts')
  expect(await run('--out', nowhere)).toMatchObject({ code: 2, stderr: expect.stringContaining(nowhere) })
})

test('another format is wrong usage', async () => {
  expect(await run('--format', 'xml')).toMatchObject({ code: 2 })
})
