import { Connection } from '@temporalio/client'
import pg from 'pg'
import type { Database } from '../database/database.ts'
import { openDatabase } from './open-database.ts'
import { knownMigrations } from '../database/known-migrations.ts'
import { readNeededMigration } from '../database/needed-migration.ts'
import { sql } from '../database/sql.ts'
import { createKeyring } from '../secrets/keyring.ts'
import { keysInUse } from '../secrets/reseal-secrets.ts'
import type { SealedSecret } from '../secrets/webhook-secrets.ts'
import { SettingsError, type Settings } from '../settings/settings.ts'
import { SEARCH_ATTRIBUTE_NAMES } from '../words/temporal.ts'

// Checks at the start that Postgres and Temporal can be used, so that a problem is one clear line and not the failure of
// the first request or delivery.

/** How long Postgres or Temporal may take to answer, in milliseconds. */
const ANSWER_MS = 10_000

const MIGRATE = 'Run "npm start -- migrate" (in Docker: the command migrate)'

/** The oldest supported Postgres, as `server_version_num`. */
const OLDEST_POSTGRES = 150_000

/**
 * Checks that Postgres answers, accepts the login, and is new enough.
 * @throws SettingsError
 */
export async function reachDatabase(url: string): Promise<void> {
  let client
  try {
    client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    })
    client.on('error', () => {}) // the query fails too
    await client.connect()
    const { rows } = await client.query<{ version: string }>(
      `select current_setting('server_version_num') as version`,
    )
    if (Number(rows[0]!.version) < OLDEST_POSTGRES)
      throw new SettingsError('This Postgres is too old: durahook needs version 15 or newer.')
  } catch (error) {
    throw error instanceof SettingsError
      ? error
      : new SettingsError(databaseProblem(url, error), { cause: error })
  } finally {
    void client?.end().catch(() => {})
  }
}

/**
 * Checks that the tables are those of this version, or of a newer one that this one can work with.
 * @throws SettingsError that says to migrate
 */
export async function checkTables(url: string): Promise<void> {
  await reachDatabase(url)
  await withDatabase(url, async (database) => {
    const known = knownMigrations(database)
    const done = await sql<{ name: string }>(database)`select name from mikro_orm_migrations`.catch(
      (error: unknown) => {
        if (codeOf(error) === UNDEFINED_TABLE) return []
        throw error
      },
    )
    const names = done.map(({ name }) => name)
    if (names.length === 0)
      throw new SettingsError(`The database has no tables of durahook yet. ${MIGRATE} first.`)
    const missing = known.filter((name) => !names.includes(name))
    if (missing.length > 0)
      throw new SettingsError(
        `The database's tables are of an older durahook (${missing.join(', ')} to come). ${MIGRATE} first.`,
      )
    const needed = await readNeededMigration(database)
    if (!known.includes(needed))
      throw new SettingsError(
        `The database's tables are of a newer durahook that this one can't work with: it does not know ${needed}. Start the newer version; "migrate" does not go back.`,
      )
  })
}

/** Webhooks tried for each key: more than one, because a single damaged secret does not mean that the key is wrong. */
const SAMPLE = 5

/**
 * Checks that ENCRYPTION_KEYS can decrypt the stored secrets, so that this does not fail at the first delivery.
 * @throws SettingsError that names the key, and how many secrets it sealed
 */
export async function checkEncryptionKeys(url: string, keys: Settings['ENCRYPTION_KEYS']): Promise<void> {
  if (keys.length === 0)
    throw new SettingsError(
      'ENCRYPTION_KEYS is not set. Make a key with: echo "k1:$(openssl rand -base64 32)"',
    )
  const keyring = createKeyring(keys)
  await withDatabase(url, async (database) => {
    for (const { id, secrets } of await keysInUse(database)) {
      const sealed = `${secrets} stored ${secrets === 1 ? 'secret' : 'secrets'}`
      if (!keys.some((key) => key.id === id))
        throw new SettingsError(
          `ENCRYPTION_KEYS lacks the key "${id}", which sealed ${sealed}. Add it again, after the others${id === 'local' ? ': local:<what is in the file encryption-key of DATA_FOLDER>' : ''}.`,
        )
      const sample = await sql<{ id: string; secrets: SealedSecret[] }>(database)`
        select w.id, w.secrets from webhooks w
        where exists (select from jsonb_array_elements(w.secrets) s where starts_with(s->>'sealed', ${`${id}.`}))
        order by w.id desc limit ${SAMPLE}`
      const opens = sample.some((webhook) =>
        webhook.secrets.some(
          (secret) => secret.sealed.startsWith(`${id}.`) && canOpen(secret.sealed, webhook.id),
        ),
      )
      if (!opens && sample.length > 0)
        throw new SettingsError(
          `The key "${id}" of ENCRYPTION_KEYS is not the one that sealed ${sealed}: it opens none of them. Put the right key back under this id; give a new key a new id, before the others.`,
        )
    }
  })

  function canOpen(sealed: string, webhookId: string): boolean {
    try {
      keyring.open(sealed, webhookId)
      return true
    } catch {
      return false
    }
  }
}

/**
 * Checks that Temporal answers and has the namespace and its search attributes.
 * @throws SettingsError
 */
export async function checkTemporal(address: string, namespace: string): Promise<void> {
  const connection = await reachTemporal(address)
  try {
    const { workflowService, operatorService } = connection
    await workflowService.describeNamespace({ namespace }).catch((error: unknown) => {
      if (codeOf(error) === NOT_FOUND)
        throw new SettingsError(
          `Temporal has no namespace "${namespace}" (TEMPORAL_NAMESPACE). ${MIGRATE} first.`,
        )
      throw new SettingsError(`Temporal at ${address} does not answer: ${reasonOf(error)}.`, { cause: error })
    })
    // Not every account may list them. Then a missing attribute is only found when the first workflow is started.
    const found = await operatorService.listSearchAttributes({ namespace }).catch(() => null)
    const missing = SEARCH_ATTRIBUTE_NAMES.filter(
      (name) => found && found.customAttributes[name] === undefined,
    )
    if (missing.length > 0)
      throw new SettingsError(
        `Temporal's namespace "${namespace}" lacks the search attributes ${missing.join(', ')}. ${MIGRATE} first.`,
      )
  } finally {
    await connection.close()
  }
}

/** @throws SettingsError */
export async function reachTemporal(address: string): Promise<Connection> {
  try {
    return await Connection.connect({ address, connectTimeout: ANSWER_MS })
  } catch (error) {
    throw new SettingsError(
      `Temporal can't be reached at ${address}: ${reasonOf(error)}. Is it running, and is TEMPORAL_ADDRESS right?`,
      { cause: error },
    )
  }
}

/** gRPC status code. */
const NOT_FOUND = 5

/** SQLSTATEs and Node's codes. Sources: PostgreSQL, Appendix A; errno(3). */
const UNDEFINED_TABLE = '42P01'

/** Says why Postgres can't be used. Names host and port, but no password. */
function databaseProblem(url: string, error: unknown): string {
  const { hostname, port, pathname, username } = new URL(url)
  const where = `${hostname || 'the socket'}${port ? `:${port}` : ''}`
  const code = codeOf(error)
  switch (code) {
    case '28P01':
    case '28000':
      return `Postgres at ${where} does not let "${decodeURIComponent(username)}" in: wrong user or password in DATABASE_URL, or an address it does not allow.`
    case '3D000':
      return `Postgres at ${where} has no database "${decodeURIComponent(pathname.slice(1))}". Create it, or mend DATABASE_URL.`
    case '53300':
      return `Postgres at ${where} has no connection left. End others, or raise its max_connections.`
    case '57P03':
      return `Postgres at ${where} is starting or ending. Try again in a moment.`
    case 'ENOENT':
      return `A file that DATABASE_URL names is not there (${(error as NodeJS.ErrnoException).path}).`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `Postgres can't be reached: the host ${hostname} of DATABASE_URL has no address (${code}).`
    default:
      return `Postgres can't be reached at ${where}: ${reasonOf(error)}. Is it running, and is DATABASE_URL right?`
  }
}

function reasonOf(error: unknown): string {
  // An AggregateError has one error for each address that was tried.
  const { errors, code, message, details } = error as AggregateError & { code?: unknown; details?: string }
  const first = errors?.[0] as Error | undefined
  const text = details || first?.message || message || String(code)
  return text.split('\n', 1)[0]!.replace(/\.$/, '')
}

function codeOf(error: unknown): unknown {
  const { code, cause } = error as { code?: unknown; cause?: unknown }
  return code ?? (cause instanceof Error ? codeOf(cause) : undefined)
}

async function withDatabase(url: string, use: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase(url, 1)
  try {
    await use(database)
  } finally {
    await database.close()
  }
}
