import type { SqlEntityManager } from '@mikro-orm/postgresql'

/**
 * Prepares migration 0012 in a database of an older version, without locking anybody out: what will be the oldest part of the
 * ended deliveries gets its indexes while all goes on. Does nothing in any other database.
 */
export async function prepareReplays(em: SqlEntityManager): Promise<void> {
  const [state] = await em.execute<{ needed: boolean | null }[]>(
    `select (select relkind from pg_class where oid = to_regclass('deliveries')) = 'r' as needed`,
  )
  if (!state?.needed) return
  await em.execute(`alter table deliveries add column if not exists replay_id text`)
  for (const [name, of] of [
    ['of_replay', `(replay_id, status) where replay_id is not null`],
    ['skipped_of_organization', `(organization_id, status, id) where status = 'SKIPPED'`],
    ['skipped_of_webhook', `(webhook_id, status, id) where status = 'SKIPPED'`],
  ])
    await em.execute(`create index concurrently if not exists deliveries_first_${name} on deliveries ${of}`)
}
