import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Webhook } from './webhook.ts'

/** Where requests of a webhook went, from one of its target versions on. */
export interface WebhookTarget {
  url: string
  /** The webhook's own headers, in order; the value is null where it may be a secret. */
  headers: [name: string, value: string | null][]
}

/** Names of headers whose values may be secrets. They are not stored in targets, which outlive a change of the webhook. */
const SECRET = /auth|bearer|cookie|credential|csrf|hmac|jwt|key|pass|secret|session|sign|token|xsrf/i

/** So many targets of a webhook are kept, so that who changes one a million times does not fill the disk. */
const MAXIMUM_TARGETS = 100

/** Remembers where requests of a webhook go from now on. Takes part in the transaction that changes its URL or headers. */
export async function storeTarget(
  em: SqlEntityManager,
  webhook: Pick<Webhook, 'id' | 'organizationId' | 'targetVersion' | 'url' | 'headers'>,
): Promise<void> {
  const headers = webhook.headers.map(([name, value]) => [name, SECRET.test(name) ? null : value])
  await sql(em)`
    insert into webhook_targets (webhook_id, target_version, organization_id, url, headers)
    values (${webhook.id}, ${webhook.targetVersion}, ${webhook.organizationId}, ${webhook.url}, ${JSON.stringify(headers)}::jsonb)`
  await sql(em)`
    delete from webhook_targets where webhook_id = ${webhook.id} and target_version <= (
      select target_version from webhook_targets where webhook_id = ${webhook.id}
      order by target_version desc offset ${MAXIMUM_TARGETS} limit 1)`
}

export interface TargetKey {
  webhookId: string
  targetVersion: number
}

/** The target of each of these, in their order; null: no longer kept. */
export async function readTargets(
  database: Database,
  keys: readonly TargetKey[],
): Promise<(WebhookTarget | null)[]> {
  const rows = await sql<WebhookTarget & { n: number }>(database)`
    select asked.n::int, t.url, t.headers
    from unnest(${keys.map(({ webhookId }) => webhookId)}::text[], ${keys.map(({ targetVersion }) => targetVersion)}::int[])
        with ordinality as asked(webhook_id, target_version, n)
      cross join lateral (select url, headers from webhook_targets
        where webhook_id = asked.webhook_id and target_version <= asked.target_version
        order by target_version desc limit 1) t`
  const targets: (WebhookTarget | null)[] = keys.map(() => null)
  for (const { n, url, headers } of rows) targets[n - 1] = { url, headers }
  return targets
}
