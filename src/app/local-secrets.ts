import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Organization } from '../organizations/organization.ts'
import { openDatabase } from './open-database.ts'
import { createApiKey, findApiKey } from '../access/api-keys.ts'
import type { Settings } from '../settings/settings.ts'

export interface LocalKeys {
  /** For the organization `demo`. */
  demo: string
  /** For all organizations. */
  operator: string
}

/** The local stack's encryption key, created at its first start. */
export function localEncryptionKey(folder: string): Settings['ENCRYPTION_KEYS'][number] {
  const encoded = readOrCreate(join(folder, 'encryption-key'), () => randomBytes(32).toString('base64'))
  return { id: 'local', key: Buffer.from(encoded, 'base64') }
}

/**
 * The API keys of the local stack and the organization `demo`, created at the first start. The database has only hashes,
 * so the keys themselves are kept in a file, to print them at each start. New keys are created when the old ones are no
 * longer valid: they were revoked, or DATABASE_URL now names another database.
 */
export async function localApiKeys(folder: string, databaseUrl: string): Promise<LocalKeys> {
  const file = join(folder, 'api-keys.json')
  const database = await openDatabase(databaseUrl, 2)
  try {
    if (existsSync(file)) {
      const kept = JSON.parse(readFileSync(file, 'utf8')) as LocalKeys
      const found = await Promise.all([kept.demo, kept.operator].map((key) => findApiKey(database, key)))
      if (found.every((key) => key !== null)) return kept
    }
    const em = database.em.fork()
    await em.upsert(Organization, { id: 'demo', name: 'Demo', plan: 'TEAM', dialect: 'sjocamp' })
    const demo = await createApiKey(database, {
      organizationId: 'demo',
      name: 'First key',
      scopes: ['PUBLISH', 'MANAGE', 'READ'],
      expiresAt: null,
    })
    const operator = await createApiKey(database, {
      organizationId: null,
      name: 'First operator key',
      scopes: ['OPERATE'],
      expiresAt: null,
    })
    const keys = { demo: demo.token, operator: operator.token }
    write(file, JSON.stringify(keys))
    return keys
  } finally {
    await database.close()
  }
}

function readOrCreate(file: string, create: () => string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8')
  const created = create()
  write(file, created)
  return created
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text, { mode: 0o600 })
}
