import { execFile } from 'node:child_process'
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDialects } from '../../src/dialects/registry.ts'
import { cacheFolder } from '../../src/stack/cache-folder.ts'
import { envelope } from '../dialects/envelopes.ts'

const run = promisify(execFile)
const ROOT = new URL('../../', import.meta.url).pathname

/** The versions of the other runtimes, which are installed into the user's cache. */
const RUNTIMES = { bun: '1.4.5', deno: '2.9.6' }

/** Without the Node that durahook brings for itself. */
const PATH = process.env['PATH']!.split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(delimiter)

/** Checks requests of each dialect, right and wrong, and prints what it found. */
const RECEIVER = /* JavaScript */ `
import { readFileSync } from 'node:fs'
import { verify, RequestRefused, fetchReceiver } from 'durahook/receiver'
import { createClient, DurahookError } from 'durahook/client'

const found = []
for (const { body, headers, secret } of JSON.parse(readFileSync('requests.json', 'utf8'))) {
  const event = await verify(body, headers, secret)
  const wrong = await verify(body + ' ', headers, secret).catch((error) => error)
  found.push([event.dialect, event.type, wrong instanceof RequestRefused && wrong.reason])
}
const handler = fetchReceiver({ secrets: ['whsec_' + 'A'.repeat(32)], onEvent() {} })
const { status } = await handler(new Request('http://localhost/', { method: 'POST', body: '{}' }))
const client = createClient({ url: 'http://127.0.0.1:1', apiKey: 'dk_1', patienceMs: 0 })
const away = await client.publish({ type: 'a.b', data: {} }).catch((error) => error)
console.log(JSON.stringify({ found, status, away: away instanceof DurahookError && away.code }))
`

/** Type checks as a consumer's code. */
const CONSUMER = /* TypeScript */ `
import { fetchReceiver, verify, type VerifiedEvent } from 'durahook/receiver'
import { createClient } from 'durahook/client'

export const POST: (request: Request) => Promise<Response> = fetchReceiver({ secrets: 'whsec_1', onEvent() {} })
const event: VerifiedEvent = await verify('{}', new Headers(), 'whsec_1')
const type: string = event.type
const client = createClient<{ 'invoice.paid': { amount: number } }>({ url: 'https://hooks.example.com', apiKey: 'dk_1' })
await client.publish({ type: 'invoice.paid', data: { amount: 1 } })
// @ts-expect-error there is no such type
await client.publish({ type: 'invoice.unpaid', data: { amount: 1 } })
// @ts-expect-error the amount is a number
await client.publish({ type: 'invoice.paid', data: { amount: '1' } })
for await (const { cursor, attempt } of client.followLog({ after: '' })) console.log(type, cursor, attempt.outcome)
`

/** Requests of each dialect, signed now: they are refused after five minutes. */
async function writeRequests() {
  const dialects = await loadDialects()
  const requests = dialects.all.map((dialect) => {
    const secret = dialect.createSecret()
    const body = dialect.body(envelope)
    const headers = dialect.signatureHeaders({
      ...envelope,
      attemptedAt: new Date(),
      body,
      secrets: [secret],
    })
    return { body, secret, headers: Object.fromEntries(headers) }
  })
  writeFileSync(join(folder, 'requests.json'), JSON.stringify(requests))
}

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'durahook-package-'))
  await run('npm', ['run', 'build:libraries'], { cwd: ROOT })
  const { stdout } = await run('npm', ['pack', join(ROOT, 'dist/libraries'), '--json'], { cwd: folder })
  const [{ filename }] = JSON.parse(stdout)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }))
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', `./${filename}`], {
    cwd: folder,
  })
  writeFileSync(join(folder, 'receiver.mjs'), RECEIVER)
  writeFileSync(join(folder, 'consumer.ts'), CONSUMER)
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the receiver, types included, imports nothing but itself: it runs where there is no Node', () => {
  const library = join(folder, 'node_modules/durahook/receiver-library')
  const imported = globSync('**/*.{js,d.ts}', { cwd: library }).flatMap(
    (file) =>
      [...readFileSync(join(library, file), 'utf8').matchAll(/(?:from |import\(?)['"]([^'"]+)['"]/g)]
        .map(([, name]) => name!)
        .filter((name) => name !== 'durahook/receiver'), // in a comment
  )
  expect(imported.length).toBeGreaterThan(10)
  expect(imported.filter((name) => !name.startsWith('.'))).toEqual([])
})

test('it brings four packages, which are small, and nothing else', () => {
  const installed = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))
  expect(installed.sort()).toEqual(['commander', 'durahook', 'graphql', 'graphql-ws', 'ws'])
})

describe('each runtime verifies what is right, refuses what is wrong, and says when the API is away', () => {
  const EXPECTED = {
    found: [
      ['campsite', envelope.eventType, 'SIGNATURE_MISMATCH'],
      ['sjocamp', envelope.eventType, 'SIGNATURE_MISMATCH'],
      ['standard', envelope.eventType, 'SIGNATURE_MISMATCH'],
    ],
    status: 401,
    away: 'NETWORK',
  }
  const check = async (command: string, args: string[]) => {
    await writeRequests()
    const { stdout } = await run(command, [...args, 'receiver.mjs'], {
      cwd: folder,
      env: { ...process.env, PATH, NO_COLOR: '1' },
    })
    const { found, ...others } = JSON.parse(stdout)
    expect({ found: found.sort(), ...others }).toEqual(EXPECTED)
  }

  test("the system's Node", async () => {
    const { stdout } = await run('node', ['--version'], { env: { ...process.env, PATH } })
    console.log(`Node ${stdout.trim()}`)
    await check('node', [])
  })

  test.each(Object.entries(RUNTIMES))('%s %s', async (name, version) => {
    const prefix = join(cacheFolder(), `${name}-${version}`)
    const program = join(prefix, 'node_modules/.bin', name)
    const installed = await run(program, ['--version'])
      .catch(() =>
        run('npm', ['install', '--prefix', prefix, '--no-audit', '--no-fund', `${name}@${version}`]),
      )
      .then(() => run(program, ['--version']))
      .catch((error: Error) => error)
    if (installed instanceof Error)
      return console.log(
        `${name} ${version} can't be installed here, and is not tested: ${installed.message.slice(0, 200)}`,
      )
    await check(program, name === 'deno' ? ['run', '--allow-all', '--node-modules-dir=manual'] : [])
  })
}, 300_000)

test.each(['nodenext', 'bundler'])('types, with moduleResolution %s', async (moduleResolution) => {
  const module = moduleResolution === 'bundler' ? 'esnext' : 'nodenext'
  const flags = [
    '--noEmit',
    '--strict',
    '--target',
    'es2022',
    '--lib',
    'es2023,dom,dom.iterable',
    '--types',
    '',
  ]
  await run(
    join(ROOT, 'node_modules/.bin/tsc'),
    [...flags, '--module', module, '--moduleResolution', moduleResolution, 'consumer.ts'],
    { cwd: folder },
  ).catch(({ stdout }: { stdout: string }) => expect(stdout).toBe(''))
})

test('the command line runs, under its name', async () => {
  const { stdout } = await run(join(folder, 'node_modules/.bin/durahook'), ['--help'], {
    env: { ...process.env, PATH },
  })
  expect(stdout).toMatch(/listen/)
})

test('the command line says which package writes types, where it is not', async () => {
  const file = './node_modules/durahook/cli/types/typescript-of.js'
  const script = `import { typescriptOf } from '${file}'
    await typescriptOf({ $defs: { a: {} } }).catch(({ message, exitCode }) => console.log(exitCode, message))`
  const { stdout } = await run('node', ['--input-type=module', '--eval', script], {
    cwd: folder,
    env: { ...process.env, PATH },
  })
  expect(stdout).toMatch(/^2 .*npm install json-schema-to-typescript/)
})
