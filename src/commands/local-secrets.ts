import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Organization } from '../database/organization.ts'
import { openDatabase } from '../database/database.ts'
import { createApiKey } from '../keys/api-keys.ts'
import type { Settings } from '../settings.ts'

export interface LocalKeys {
  /** For the organization `demo`. */
  demo: string
  /** For all organizations. */
  operator: string
}

/** The local stack's own encryption key, made at its first start. */
export function localEncryptionKey(folder: string): Settings['ENCRYPTION_KEYS'][number] {
  const encoded = keep(join(folder, 'encryption-key'), () => randomBytes(32).toString('base64'))
  return { id: 'local', key: Buffer.from(encoded, 'base64') }
}

/**
 * The first API keys and the organization `demo`, made at the first start. Only hashes are in the database, so the local
 * stack keeps the keys themselves in its folder, to print them at each start.
 */
export async function localApiKeys(folder: string, databaseUrl: string): Promise<LocalKeys> {
  const file = join(folder, 'api-keys.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as LocalKeys
  const database = await openDatabase(databaseUrl, 2)
  try {
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
    keep(file, () => JSON.stringify(keys))
    return keys
  } finally {
    await database.close()
  }
}

function keep(file: string, make: () => string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8')
  mkdirSync(join(file, '..'), { recursive: true })
  const made = make()
  writeFileSync(file, made, { mode: 0o600 })
  return made
}
