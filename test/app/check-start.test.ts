import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { noteNeededMigration } from '../../src/database/needed-migration.ts'
import { sql } from '../../src/database/sql.ts'
import { checkEncryptionKeys, checkTables } from '../../src/app/check-start.ts'
import { migrate } from '../../src/app/migrate.ts'
import { parseSettings } from '../../src/settings/settings.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'

// What is wrong at the start is one line that says what to do, exit code 1, and no stack.

// Each starts a process.
vi.setConfig({ maxConcurrency: 3 })

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

let app: TestApp
let empty: string
beforeAll(async () => {
  app = await openTestApp({ apis: 1, workers: 0 })
  const { client } = await app.organization()
  await createEventType(client, 'thing.happened')
  for (let count = 0; count < 3; count += 1)
    await createWebhook(client, { url: 'https://localhost/hook', eventTypes: ['thing.happened'] })
  const name = `${app.namespace}_empty`
  await sql(app.database)`select 1`
  const admin = new pg.Client({ connectionString: app.databaseUrl })
  await admin.connect()
  await admin.query(`create database ${name}`)
  await admin.end()
  empty = urlWith({ pathname: `/${name}` })
})
afterAll(() => app[Symbol.asyncDispose]())

/** The app's database URL, changed. */
function urlWith(
  change: Partial<Record<'pathname' | 'password' | 'username' | 'host' | 'search', string>>,
): string {
  return Object.assign(new URL(app.databaseUrl), change).href
}

interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

async function run(
  args: readonly string[],
  environment: Record<string, string | undefined> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['src/app/main.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (data) => (stdout += data))
  child.stderr.on('data', (data) => (stderr += data))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}

test.concurrent.for<
  [what: string, command: string, environment: () => Record<string, string | undefined>, says: RegExp]
>([
  [
    'one id for two keys',
    'api',
    () => ({ ENCRYPTION_KEYS: `k1:${aKey()},k1:${aKey()}` }),
    /^ENCRYPTION_KEYS .*twice/,
  ],
  ['no key', 'worker', () => ({ ENCRYPTION_KEYS: '' }), /^ENCRYPTION_KEYS is not set/],
  [
    'no file of authorities',
    'api',
    () => ({ EXTRA_CA_FILE: '/nope' }),
    /^EXTRA_CA_FILE .*\/nope is not there/,
  ],
  ['no range', 'worker', () => ({ ALLOWED_RANGES: 'foo' }), /^ALLOWED_RANGES .*"foo"/],
  ['a URL without a scheme', 'api', () => ({ PUBLIC_URL: 'hooks.example.com' }), /^PUBLIC_URL .*https:/],
  ['a bad setting', 'start', () => ({ PUBLIC_URL: 'hooks.example.com' }), /^PUBLIC_URL .*https:/],
  [
    'another database',
    'migrate',
    () => ({ DATABASE_URL: 'mysql://u:hunter2@db/x' }),
    /^DATABASE_URL .*postgres:\/\//,
  ],
  [
    'an address without a port',
    'worker',
    () => ({ TEMPORAL_ADDRESS: 'temporal' }),
    /^TEMPORAL_ADDRESS .*host:port/,
  ],
  ['no database at all', 'api', () => ({ DATABASE_URL: undefined }), /^Set DATABASE_URL/],
  [
    'no Postgres there',
    'api',
    () => ({ DATABASE_URL: urlWith({ host: '127.0.0.1:1' }) }),
    /^Postgres can't be reached at 127\.0\.0\.1:1: .*ECONNREFUSED.*DATABASE_URL/,
  ],
  [
    'no Postgres there',
    'migrate',
    () => ({ DATABASE_URL: urlWith({ host: '127.0.0.1:1' }) }),
    /^Postgres can't be reached at 127/,
  ],
  [
    'no such host',
    'create-key',
    () => ({ DATABASE_URL: urlWith({ host: 'nowhere.invalid:5432' }) }),
    /^Postgres can't be reached: the host nowhere\.invalid/,
  ],
  [
    'a wrong password',
    'worker',
    () => ({ DATABASE_URL: urlWith({ password: 'hunter2' }) }),
    /^Postgres at .* does not let "durahook" in: wrong user or password/,
  ],
  [
    'no such database',
    'api',
    () => ({ DATABASE_URL: urlWith({ pathname: '/nope' }) }),
    /^Postgres at .* has no database "nope"/,
  ],
  [
    'no TLS there',
    'api',
    () => ({ DATABASE_URL: urlWith({ search: '?sslmode=verify-full' }) }),
    /^Postgres can't be reached at .*SSL/,
  ],
  [
    'no tables',
    'create-key',
    () => ({ DATABASE_URL: empty }),
    /^The database has no tables of durahook yet\. Run "npm start -- migrate"/,
  ],
  [
    'no tables',
    'api',
    () => ({ DATABASE_URL: empty }),
    /^The database has no tables of durahook yet\. Run "npm start -- migrate"/,
  ],
  [
    'no tables',
    'worker',
    () => ({ DATABASE_URL: empty }),
    /^The database has no tables of durahook yet\. Run "npm start -- migrate"/,
  ],
  [
    'no tables',
    'rotate-encryption-key',
    () => ({ DATABASE_URL: empty }),
    /^The database has no tables of durahook yet\. Run "npm start -- migrate"/,
  ],
  [
    'a key that is not there',
    'api',
    () => ({ ENCRYPTION_KEYS: `k2:${aKey()}` }),
    /^ENCRYPTION_KEYS lacks the key "k1", which sealed 3 stored secrets/,
  ],
  [
    'a wrong key',
    'api',
    () => ({ ENCRYPTION_KEYS: `k1:${aKey()}` }),
    /^The key "k1" of ENCRYPTION_KEYS is not the one that sealed 3 stored secrets/,
  ],
  [
    'a wrong key',
    'worker',
    () => ({ ENCRYPTION_KEYS: `k1:${aKey()}` }),
    /^The key "k1" of ENCRYPTION_KEYS is not the one that sealed 3 stored secrets/,
  ],
  [
    'no Temporal there',
    'worker',
    () => ({ TEMPORAL_ADDRESS: '127.0.0.1:1' }),
    /^Temporal can't be reached at 127\.0\.0\.1:1: .*TEMPORAL_ADDRESS/,
  ],
  [
    'no Temporal there',
    'migrate',
    () => ({ TEMPORAL_ADDRESS: '127.0.0.1:1' }),
    /^Temporal can't be reached at 127\.0\.0\.1:1: .*TEMPORAL_ADDRESS/,
  ],
  [
    'no namespace',
    'worker',
    () => ({ TEMPORAL_NAMESPACE: 'nowhere' }),
    /^Temporal has no namespace "nowhere".*Run "npm start -- migrate"/,
  ],
])('%s: `%s` says so in one line', async ([, command, environment, says], { expect }) => {
  const { code, stdout, stderr } = await run([command], { ...app.environment, ...environment() })
  const lines = stderr.split('\n').filter(Boolean)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(says)
  expect(stderr).not.toMatch(/hunter2|^ {4}at /m)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
})

const aKey = () => randomBytes(32).toString('base64')

test.concurrent('a port that is taken is one line', async ({ expect }) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { code, stderr } = await run(['api'], { ...app.environment, PORT: String(port) })
  server.close()
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `Port ${port} is taken by another program. Stop it, or set PORT to a free port.\n`,
  })
})

test.concurrent.for([['--help'], ['-h'], ['help'], ['api', '--help']])(
  '%j prints the usage and is no error',
  async (args, { expect }) => {
    const { code, stdout, stderr } = await run(args, { PORT: 'not looked at' })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Usage: npm start -- \[command\]\n/)
  },
)

test.concurrent.for([['wroker'], ['--port=1'], [''], ['api', 'worker']])(
  '%j is wrong usage, and nothing is started',
  async (args, { expect }) => {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error: .*\n\nUsage: npm start -- \[command\]\n/)
  },
)

describe('without a process', () => {
  const keysOf = (text: string) => parseSettings({ ENCRYPTION_KEYS: text }).ENCRYPTION_KEYS

  test('one damaged secret among good ones is no wrong key', async () => {
    const { client } = await app.organization()
    await createEventType(client, 'thing.happened')
    const { id } = await createWebhook(client, {
      url: 'https://localhost/x',
      eventTypes: ['thing.happened'],
    })
    await sql(app.database)`
      update webhooks set secrets = jsonb_set(secrets, '{0,sealed}', '"k1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"') where id = ${id}`
    await checkEncryptionKeys(app.databaseUrl, app.settings.ENCRYPTION_KEYS)
    await sql(app.database)`delete from webhooks where id = ${id}`
  })

  test('a new key before the right one is fine; a database without secrets takes any', async () => {
    const old = app.environment['ENCRYPTION_KEYS']!
    await checkEncryptionKeys(app.databaseUrl, keysOf(`k2:${aKey()},${old}`))
    await using fresh = await openTestApp({ apis: 0, workers: 0 })
    await checkEncryptionKeys(fresh.databaseUrl, keysOf(`any:${aKey()}`))
  })

  test('tables of an older and of a newer version', async () => {
    await using other = await openTestApp({ apis: 0, workers: 0 })
    await checkTables(other.databaseUrl)
    // One that only adds is no reason to refuse.
    await sql(other.database)`insert into mikro_orm_migrations (name) values ('9999-later')`
    await checkTables(other.databaseUrl)
    await migrate(other.databaseUrl, other.temporalAddress, other.settings)
    await sql(other.database)`update needed_migration set name = '9999-later'`
    for (let time = 0; time < 2; time += 1) {
      await expect(checkTables(other.databaseUrl)).rejects.toThrow(/newer durahook.*9999-later/)
      await noteNeededMigration(other.database) // As migrate of this version does: it lowers nothing.
    }
    await sql(other.database)`update needed_migration set name = '0001-initial'`
    await sql(
      other.database,
    )`delete from mikro_orm_migrations where name in ('9999-later', '0003-pending-unordered')`
    await expect(checkTables(other.databaseUrl)).rejects.toThrow(
      /older durahook \(0003-pending-unordered to come\).*migrate/,
    )
  })
})
