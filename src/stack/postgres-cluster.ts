import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import type { PostgresAccount } from './postgres-account.ts'
import { StackError } from './stack-error.ts'

/** The superuser of the local Postgres. */
export const POSTGRES_USER = 'durahook'

/** Postgres's major version in the npm package. Another major version can't read its data folders. */
const MAJOR_VERSION = '18'

/**
 * Creates `<folder>/data` with a new password on the first start. Returns the password.
 * @throws StackError if the data folder can't be created, or if the existing one can't be used
 */
export async function openCluster(options: {
  folder: string
  initdb: string
  account: PostgresAccount
  /** Whether to wait until a new cluster is written to disk, and not just to the system's cache. */
  durable: boolean
}): Promise<string> {
  const { folder, initdb, account, durable } = options
  const dataFolder = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  if (existsSync(dataFolder)) return readPassword(dataFolder, passwordFile)

  // Created under another name and renamed when complete, so that a killed start leaves no incomplete data folder.
  const partial = join(folder, 'data.partial')
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { mode: 0o700 })
  const password = randomBytes(24).toString('base64url')
  writeFileSync(passwordFile, password + '\n', { mode: 0o600 })
  if (account.owner)
    for (const path of [partial, passwordFile]) chownSync(path, account.owner.uid, account.owner.gid)
  const { command, args, ...ids } = account.wrap(initdb, [
    `--pgdata=${partial}`,
    `--username=${POSTGRES_USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Postgres's built-in locale, so that text sorts the same on every machine and no locale has to be installed.
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
    ...(durable ? [] : ['--no-sync']),
  ])
  await execa(command, args, ids).catch((cause: { stderr?: string; shortMessage: string }) => {
    throw new StackError(
      `initdb failed. ${cause.stderr || cause.shortMessage}\nIf a library is missing, run npm rebuild; or set DATABASE_URL.`,
      { cause },
    )
  })
  renameSync(partial, dataFolder)
  return password
}

function readPassword(dataFolder: string, passwordFile: string): string {
  const version = readFileSync(join(dataFolder, 'PG_VERSION'), 'utf8').trim()
  if (version !== MAJOR_VERSION)
    throw new StackError(
      `${dataFolder} was made by Postgres ${version}, this is ${MAJOR_VERSION}. Use the durahook version that made it, or move the folder away to start empty.`,
    )
  if (!existsSync(passwordFile))
    throw new StackError(
      `The password file of the data is missing: ${passwordFile}. Put the file back, or move the folder away to start empty.`,
    )
  return readFileSync(passwordFile, 'utf8').trim()
}
