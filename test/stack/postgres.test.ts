import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { startPostgres, type PostgresOptions } from '../../src/stack/postgres.ts'
import { startScript } from './start-script.ts'
import { temporaryFolder } from './temporary-folder.ts'

async function start(folder: string, options: Partial<PostgresOptions> = {}) {
  const postgres = await startPostgres({ folder, durability: 'test', log: () => {}, ...options })
  onTestFinished(() => postgres.close())
  return postgres
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows as unknown[]
  } finally {
    await client.end()
  }
}

test('the first start makes the database durahook, with a password nobody else can read', async () => {
  const folder = temporaryFolder()
  const { url, port } = await start(folder, { durability: 'full' })
  expect(await query(url, 'select current_database() as name')).toEqual([{ name: 'durahook' }])
  expect(await query(url, 'show max_connections')).toEqual([{ max_connections: '200' }])
  expect(await query(url, 'show fsync')).toEqual([{ fsync: 'on' }])
  expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
  expect(new URL(url).port).toBe(String(port))
  expect(statSync(join(folder, 'password')).mode & 0o077).toBe(0)
  expect(new URL(url).password).toBe(readFileSync(join(folder, 'password'), 'utf8').trim())
  const wrong = new URL(url)
  wrong.password = 'guessed'
  await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/)
})

test('data survives a restart, on another port', async () => {
  const folder = temporaryFolder()
  const first = await start(folder)
  await query(first.url, 'create table kept as select 1 as value')
  await first.close()
  const second = await start(folder)
  expect(await query(second.url, 'select * from kept')).toEqual([{ value: 1 }])
})

test('data survives a kill of durahook, and the next start works at once', async () => {
  const folder = temporaryFolder()
  const script = startScript('postgres-owner.ts', folder)
  const url = await script.nextLine()
  await query(url, 'create table kept as select 1 as value')
  await script.kill('SIGKILL')
  const second = await start(folder)
  expect(await query(second.url, 'select * from kept')).toEqual([{ value: 1 }])
})

test('a stale postmaster.pid that names a living process does not prevent a start', async () => {
  const folder = temporaryFolder()
  await (await start(folder)).close()
  writeFileSync(
    join(folder, 'data', 'postmaster.pid'),
    `${process.pid}\n/elsewhere\n1700000000\n5432\n\n127.0.0.1\n`,
  )
  const { url } = await start(folder)
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a taken port is named, with the setting that changes it', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  await expect(start(temporaryFolder(), { port })).rejects.toMatchObject({
    message: `Port ${port} for Postgres is taken by another program. Stop that program, or set LOCAL_POSTGRES_PORT to a free port.`,
  })
})

test('data of another Postgres version is refused with both versions', async () => {
  const folder = temporaryFolder()
  await (await start(folder)).close()
  writeFileSync(join(folder, 'data', 'PG_VERSION'), '16\n')
  await expect(start(folder)).rejects.toMatchObject({
    message: expect.stringMatching(/made by Postgres 16, this is 18/),
  })
})

test('a password file that was lost or replaced is reported at once', async () => {
  const folder = temporaryFolder()
  await (await start(folder)).close()
  writeFileSync(join(folder, 'password'), 'replaced\n')
  await expect(start(folder)).rejects.toThrow(/password file does not belong to the data/)
  rmSync(join(folder, 'password'))
  await expect(start(folder)).rejects.toMatchObject({
    message: expect.stringContaining(join(folder, 'password')),
  })
})

test.skipIf(process.getuid?.() !== 0)('root can keep the data in a folder only root may enter', async () => {
  const folder = temporaryFolder()
  chmodSync(folder, 0o700)
  const { url } = await start(join(folder, 'postgres'))
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
})
