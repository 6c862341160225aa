import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import type { PostgresAccount } from './postgres-account.ts'
import { StackError } from './stack-error.ts'

/** The superuser of the embedded Postgres. */
export const POSTGRES_USER = 'durahook'

/** What the npm package ships; its data folders can't be read by another major version. */
const MAJOR_VERSION = '18'

export interface PostgresCluster {
  dataFolder: string
  password: string
}

/**
 * Finds the data folder, or makes it on the first start, with a password of its own.
 * @throws StackError POSTGRES_INIT_FAILED, POSTGRES_DATA_VERSION, POSTGRES_PASSWORD
 */
export async function openCluster(options: {
  folder: string
  initdb: string
  account: PostgresAccount
  /** Whether a new cluster is on disk, and not just in the system's cache, before it is used. */
  durable: boolean
}): Promise<PostgresCluster> {
  const { folder, initdb, account, durable } = options
  const dataFolder = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  if (existsSync(dataFolder)) {
    requireVersion(dataFolder)
    return { dataFolder, password: readPassword(passwordFile) }
  }

  // Made under another name and renamed when complete: a start that is killed half-way leaves nothing half made.
  const partial = join(folder, 'data.partial')
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { mode: 0o700 })
  const password = randomBytes(24).toString('base64url')
  writeFileSync(passwordFile, password + '\n', { mode: 0o600 })
  if (account.owner) {
    for (const path of [partial, passwordFile]) chownSync(path, account.owner.uid, account.owner.gid)
  }
  const { command, args, ...ids } = account.wrap(initdb, [
    `--pgdata=${partial}`,
    `--username=${POSTGRES_USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Built into Postgres, so that text sorts alike on every machine and no locale has to be installed.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...(durable ? [] : ['--no-sync']),
  ])
  await execa(command, args, ids).catch((cause: { stderr?: string; shortMessage: string }) => {
    throw new StackError(
      'POSTGRES_INIT_FAILED',
      `initdb failed. ${cause.stderr || cause.shortMessage}\nIf a library is missing, run npm rebuild; or set DATABASE_URL.`,
      { cause },
    )
  })
  renameSync(partial, dataFolder)
  return { dataFolder, password }
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new StackError(
      'POSTGRES_PASSWORD',
      `The password of the data beside it is missing: ${file}. Put the file back, or move the folder away to start empty.`,
      { cause },
    )
  }
}

function requireVersion(dataFolder: string): void {
  const version = readFileSync(join(dataFolder, 'PG_VERSION'), 'utf8').trim()
  if (version === MAJOR_VERSION) return
  throw new StackError(
    'POSTGRES_DATA_VERSION',
    `${dataFolder} was made by Postgres ${version}, this is ${MAJOR_VERSION}. Use the durahook version that made it, or move the folder away to start empty.`,
  )
}
