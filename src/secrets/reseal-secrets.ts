import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Keyring } from './keyring.ts'
import type { SealedSecret } from './webhook-secrets.ts'

/** Webhooks locked at once. Changes of these webhooks wait until the batch is done; publishing does not wait. */
const BATCH = 100

interface Row {
  id: string
  secrets: SealedSecret[]
}

/**
 * Seals all webhook secrets that use an older key again under the newest key. Each batch is a transaction, so this can be
 * stopped and repeated at any time, while APIs and workers that know both keys run. Returns the number of webhooks.
 * @throws Error if a secret's key is not in the keyring; the batch is rolled back
 */
export async function resealSecrets(
  database: Database,
  keyring: Keyring,
  onBatch: (webhooks: number) => void = () => {},
): Promise<number> {
  let done = 0
  let after = ''
  for (;;) {
    const ids = await resealBatch(database, keyring, after)
    if (ids.length === 0) return done
    done += ids.length
    after = ids.at(-1)!
    onBatch(done)
  }
}

function resealBatch(database: Database, keyring: Keyring, after: string): Promise<string[]> {
  return database.em.fork().transactional(async (em) => {
    const rows = await sql<Row>(em)`
      select id, secrets from webhooks
      where id > ${after} and exists (select from jsonb_array_elements(secrets) s
        where not starts_with(s->>'sealed', ${`${keyring.currentKeyId}.`}))
      order by id limit ${BATCH} for no key update`
    const resealed = rows.map(({ id, secrets }) => ({
      id,
      secrets: secrets.map(({ sealed, expiresAt }) => ({
        sealed: keyring.isOutdated(sealed) ? keyring.seal(keyring.open(sealed, id), id) : sealed,
        expiresAt,
      })),
    }))
    if (rows.length > 0)
      await sql(em)`
        update webhooks w set secrets = r.secrets
        from json_to_recordset(${JSON.stringify(resealed)}) as r(id text, secrets jsonb) where w.id = r.id`
    return rows.map(({ id }) => id)
  })
}

/** Ids of the keys that stored secrets are sealed with, and how many secrets each has, the most used first. */
export async function keysInUse(database: Database): Promise<{ id: string; secrets: number }[]> {
  return sql<{ id: string; secrets: number }>(database)`
    select split_part(s->>'sealed', '.', 1) as id, count(*)::int as secrets
    from webhooks, jsonb_array_elements(secrets) s group by 1 order by 2 desc`
}
