import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Keyring } from './keyring.ts'
import type { SealedSecret } from './webhook-secrets.ts'

/** Webhooks locked at once; a change of one of them waits for the batch, publishing does not. */
const BATCH = 100

interface Row {
  id: string
  secrets: SealedSecret[]
}

/**
 * Seals all webhook secrets that are under an older key again under the newest, batch by batch, each in a transaction of
 * its own: it can be stopped and run again at any time, beside APIs and workers that know both keys. Gives the number of
 * webhooks. Throws, with the batch undone, when a secret's key is not in the ring.
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

/** Ids of the keys that secrets are sealed with now, the most used first. */
export async function keysInUse(database: Database): Promise<{ id: string; secrets: number }[]> {
  return sql<{ id: string; secrets: number }>(database)`
    select split_part(s->>'sealed', '.', 1) as id, count(*)::int as secrets
    from webhooks, jsonb_array_elements(secrets) s group by 1 order by 2 desc`
}
