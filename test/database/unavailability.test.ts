import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API_SESSION, type Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/app/open-database.ts'
import { Organization } from '../../src/organizations/organization.ts'
import { sql } from '../../src/database/sql.ts'
import { unavailabilityOf } from '../../src/database/unavailability.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openTcpProxy } from '../support/tcp-proxy.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

const thrownBy = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => expect.fail('nothing was thrown'),
    (error: unknown) => error,
  )

const changed = (change: (url: URL) => void): string => {
  const url = new URL(app.databaseUrl)
  change(url)
  return url.href
}

/** [what is wrong, the URL that has it] */
const UNREACHABLE: [string, () => string][] = [
  ['nobody listens', () => changed((url) => (url.port = '1'))],
  ['the name does not resolve', () => changed((url) => (url.hostname = 'nowhere.invalid'))],
  ['the password was rotated', () => changed((url) => (url.password = 'old'))],
  ['the user is gone', () => changed((url) => (url.username = 'nobody'))],
  ['the database is gone', () => changed((url) => (url.pathname = '/nothing'))],
  ['the server speaks no TLS', () => changed((url) => url.searchParams.set('sslmode', 'require'))],
  ['the socket file is not there', () => 'postgres://durahook@localhost/durahook?host=/nowhere'],
]

describe('where no connection can be had, asking again helps:', () => {
  // By both ways statements take: MikroORM's and the prepared ones.
  test.each(UNREACHABLE)('%s', async (_name, url) => {
    const database = await openDatabase(url(), 1)
    try {
      const errors = [
        await thrownBy(database.em.fork().count(Organization)),
        await thrownBy(sql(database)`select 1`),
        await thrownBy(database.em.fork().transactional((em) => em.execute('select 1'))),
      ]
      expect(errors.map(unavailabilityOf)).toEqual(Array(3).fill('out of reach'))
    } finally {
      await database.close()
    }
  })

  test('Postgres hangs', async () => {
    const { hostname: host, port } = new URL(app.databaseUrl)
    await using proxy = await openTcpProxy({ host, port: Number(port) })
    await proxy.become('hang')
    const database = await openDatabase(
      changed((url) => (url.port = String(proxy.port))),
      1,
    )
    expect(unavailabilityOf(await thrownBy(sql(database)`select 1`))).toBe('out of reach')
    await database.close()
  })

  test('all connections of the pool are taken', async () => {
    const database = await openDatabase(app.databaseUrl, 1)
    const em = database.em.fork()
    await em.begin()
    await em.execute('select 1')
    expect(unavailabilityOf(await thrownBy(sql(database)`select 1`))).toBe('busy')
    await em.rollback()
    await database.close()
  })
})

describe('of statements that fail, asking again helps where', () => {
  let database: Database
  let other: pg.Client
  beforeAll(async () => {
    database = await openDatabase(app.databaseUrl, 2, API_SESSION)
    other = new pg.Client(app.databaseUrl)
    await other.connect()
  })
  afterAll(async () => {
    await other.end()
    await database.close()
  })
  const why = async (work: Promise<unknown>) => unavailabilityOf(await thrownBy(work))

  test('one took longer than it may', async () => {
    expect(await why(sql(database)`select pg_sleep(30)`)).toBe('late')
    expect(await why(database.em.fork().execute('select pg_sleep(30)'))).toBe('late')
  })

  test('one waited for a lock for longer than it may', async () => {
    await other.query('begin; lock table organizations in access exclusive mode')
    expect(await why(database.em.fork().count(Organization))).toBe('late')
    await other.query('rollback')
  })

  test('Postgres takes no writes', async () => {
    const write = database.em.fork().transactional(async (em) => {
      await em.execute('set transaction read only')
      await em.execute(
        `insert into organizations (id, name, plan, dialect) values ('x', 'x', 'FREE', 'standard')`,
      )
    })
    expect(await why(write)).toBe('read-only')
  })

  test('an administrator ended the session', async () => {
    // It ends itself, as another one would: no moment has to be met.
    const ended = why(sql(database)`select pg_terminate_backend(pg_backend_pid()), pg_sleep(3)`)
    expect(await ended).toBe('out of reach')
  })

  test.each([
    ['53100', 'out of resources'],
    ['53200', 'out of resources'],
    ['53300', 'busy'],
    ['58030', 'out of resources'],
    ['57P01', 'out of reach'],
    ['57P03', 'out of reach'],
    ['08006', 'out of reach'],
    ['40001', 'busy'],
    ['40P01', 'busy'],
    ['25006', 'read-only'],
    ['55P03', 'late'],
    ['57014', 'late'],
    ['23505', null],
    ['22P02', null],
    ['42601', null],
    ['42P01', null],
    ['XX000', null],
    ['P0001', null],
  ])('Postgres says %s: %s', async (state, expected) => {
    const statement = `do $$ begin raise exception 'as told' using errcode = '${state}'; end $$`
    expect(await why(database.em.fork().execute(statement))).toBe(expected)
    expect(await why(sql(database)(Object.assign([statement], { raw: [statement] })))).toBe(expected)
  })

  test('not where a value can’t be sent', async () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(await why(sql(database)`select ${circle}::jsonb`)).toBeNull()
  })
})

test.each(['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', '57014', '08006'])(
  '%s of somebody else is not the database’s',
  (code) => {
    expect(unavailabilityOf(Object.assign(new Error(`write ${code}`), { code }))).toBeNull()
  },
)
