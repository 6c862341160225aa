import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

/** Where requests of a webhook went while it had one of its target versions. */
export interface WebhookTarget {
  url: string
  /** The webhook's own headers, in order; the value is null where it may be a secret. */
  headers: [name: string, value: string | null][]
}

/** What the names of headers have whose values may be secrets. They are not stored in targets, which outlive a change of the webhook. */
const SECRET = 'auth|bearer|cookie|credential|csrf|hmac|jwt|key|pass|pwd|secret|session|sign|token|xsrf'

/** So many targets of a webhook are kept, so that who changes one a million times does not fill the disk. */
const MAXIMUM_TARGETS = 100

/**
 * Remembers where requests of these webhooks go from now on. Takes part in the transaction that raises their target versions: each
 * version has a target, so that of a change which a process of an older version made, nothing untrue is said.
 */
export async function storeTargets(em: SqlEntityManager, webhookIds: readonly string[]): Promise<void> {
  await em.flush()
  await sql(em)`
    insert into webhook_targets (webhook_id, target_version, organization_id, url, headers)
    select id, target_version, organization_id, url, (
      select coalesce(jsonb_agg(jsonb_build_array(header -> 0, case when header ->> 0 !~* ${SECRET} then header -> 1 end) order by n), '[]')
      from jsonb_array_elements(headers) with ordinality h(header, n))
    from webhooks where id = any(${webhookIds})`
  await sql(em)`
    delete from webhook_targets t where webhook_id = any(${webhookIds}) and target_version <= (
      select target_version from webhook_targets where webhook_id = t.webhook_id
      order by target_version desc offset ${MAXIMUM_TARGETS} limit 1)`
}

export interface TargetKey {
  webhookId: string
  targetVersion: number
}

/** The target of each of these, in their order; null: no longer kept, or made by a process of a version that kept none. */
export async function readTargets(
  database: Database,
  keys: readonly TargetKey[],
): Promise<(WebhookTarget | null)[]> {
  const rows = await sql<WebhookTarget & { n: number }>(database)`
    select asked.n::int, t.url, t.headers
    from unnest(${keys.map(({ webhookId }) => webhookId)}::text[], ${keys.map(({ targetVersion }) => targetVersion)}::int[])
        with ordinality as asked(webhook_id, target_version, n)
      join webhook_targets t on t.webhook_id = asked.webhook_id and t.target_version = asked.target_version`
  const targets: (WebhookTarget | null)[] = keys.map(() => null)
  for (const { n, url, headers } of rows) targets[n - 1] = { url, headers }
  return targets
}
