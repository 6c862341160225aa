import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { findFreePorts, LOOPBACK } from '../../src/stack/ports.ts'
import { choosePostgresAccount } from '../../src/stack/postgres-account.ts'
import { eventually } from './eventually.ts'

/** Debian's, and the oldest that durahook runs on. The embedded one has no pg_dump and no pg_restore. */
export const DEBIAN_PROGRAMS = '/usr/lib/postgresql/15/bin'
const PACKAGES = ['postgresql-15', 'postgresql-client-15']

const run = promisify(execFile)

/** A new cluster of Postgres 15 with its tools, and in it the database `durahook` of a role that is no superuser. */
export interface DebianPostgres extends AsyncDisposable {
  /** Connects as the owner of the database. */
  url: string
  /** Connects as the superuser. */
  superuserUrl: string
  /** Runs one of Postgres's programs, as pg_dump, and gives what it wrote. */
  run(program: string, args: string[]): Promise<string>
}

/** Installs Debian's packages where they are missing (as root); throws where that can't be. */
function installPostgres(): void {
  if (
    ['postgres', 'initdb', 'pg_dump', 'pg_restore'].every((name) => existsSync(join(DEBIAN_PROGRAMS, name)))
  )
    return
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error(`There is no Postgres 15 in ${DEBIAN_PROGRAMS}. Install ${PACKAGES.join(' and ')}.`)
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }
  execFileSync('apt-get', ['update', '-qq'], options)
  execFileSync('apt-get', ['install', '-y', '-qq', ...PACKAGES], options)
}

/** Starts the one in `folder`, which is made if missing, on this port (any free one unless given); resolves when it answers. */
export async function startDebianPostgres(folder: string, onPort?: number): Promise<DebianPostgres> {
  installPostgres()
  mkdirSync(folder, { recursive: true })
  const account = await choosePostgresAccount([DEBIAN_PROGRAMS, folder])
  if (account.owner) chownSync(folder, account.owner.uid, account.owner.gid)
  const data = join(folder, 'data')
  const isNew = !existsSync(data)
  if (isNew) {
    const initialize = account.wrap(join(DEBIAN_PROGRAMS, 'initdb'), [
      `--pgdata=${data}`,
      '--username=postgres',
      '--auth=trust',
      '--no-sync',
    ])
    await run(initialize.command, initialize.args, initialize)
  }

  const port = onPort ?? (await findFreePorts(1))[0]
  const settings = [
    `listen_addresses=${LOOPBACK}`,
    `port=${port}`,
    'unix_socket_directories=',
    'fsync=off',
    'shared_buffers=32MB',
  ]
  const { command, args, ...ids } = account.wrap(join(DEBIAN_PROGRAMS, 'postgres'), [
    '-D',
    data,
    ...settings.flatMap((setting) => ['-c', setting]),
  ])
  const server = spawn(command, args, { stdio: 'ignore', ...ids })
  const ended = once(server, 'exit')
  const url = (user: string, database: string) => `postgres://${user}@${LOOPBACK}:${port}/${database}`
  const superuser = await eventually(
    async () => {
      const client = new pg.Client({ connectionString: url('postgres', 'postgres') })
      client.on('error', () => {})
      return client.connect().then(
        () => client,
        () => null,
      )
    },
    { describe: () => 'Debian’s Postgres answers' },
  )
  if (isNew) {
    await superuser.query('create role owner login nosuperuser')
    await superuser.query('create database durahook owner owner')
  }
  await superuser.end()
  return {
    url: url('owner', 'durahook'),
    superuserUrl: url('postgres', 'durahook'),
    run: async (program, args) =>
      (await run(join(DEBIAN_PROGRAMS, program), args, { maxBuffer: 2 ** 26 })).stdout,
    async [Symbol.asyncDispose]() {
      server.kill('SIGINT')
      await ended
    },
  }
}
