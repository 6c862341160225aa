import { sql as fragment } from 'kysely'
import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { sql, transactional } from '../database/sql.ts'
import { operationalFloor } from '../log/log-floor.ts'
import { inBatches, BATCH, type Progress } from '../retention/batches.ts'

/** The counts of a receipt. */
const KINDS = [
  'events',
  'deliveries',
  'attempts',
  'webhooks',
  'channels',
  'eventTypes',
  'apiKeys',
  'sessions',
] as const
type Kind = (typeof KINDS)[number]

/**
 * What an organization has: the table, what its rows count as in the receipt (null: they are of others), and the column by which a
 * batch is chosen and ordered. In an order in which nothing refers to what is gone.
 */
const TABLES: [table: string, kind: Kind | null, column: string][] = [
  ['operational_events', null, 'xid'],
  ['deliveries_open', 'deliveries', 'id'],
  ['attempts', 'attempts', 'xid'],
  ['deliveries_ended', 'deliveries', 'id'],
  ['replays', null, 'id'],
  ['idempotency_keys', null, 'key'],
  ['events', 'events', 'id'],
  ['event_records', 'events', 'id'],
  ['event_types', 'eventTypes', 'name'],
  ['webhook_targets', null, 'webhook_id'],
  ['webhook_health', null, 'webhook_id'],
  ['webhooks', 'webhooks', 'id'],
  ['channels', 'channels', 'id'],
  ['dashboard_sessions', 'sessions', 'id'],
  ['api_keys', 'apiKeys', 'id'],
]

/** Deletes what an organization has, in batches, and adds to its receipt. Safe to repeat. Returns the number of rows. */
export async function deleteRows(
  database: Database,
  organizationId: string,
  progress: Progress,
): Promise<number> {
  let total = 0
  for (const [table, kind, column] of TABLES)
    total += await inBatches(() => deleteBatch(database, organizationId, table, kind, column), progress)
  return total
}

function deleteBatch(
  database: Database,
  organizationId: string,
  table: string,
  kind: Kind | null,
  column: string,
): Promise<number> {
  const key = fragment.ref(column)
  return transactional(database, async (em) => {
    if (!(await isDeleted(em, organizationId))) return 0
    const isOpen = table === 'deliveries_open'
    const rows = await sql<{ webhook: string }>(em)`
      delete from ${fragment.table(table)} where organization_id = ${organizationId} and ${key} <= (
        select max(key) from (select ${key} as key from ${fragment.table(table)}
          where organization_id = ${organizationId} order by ${key} limit ${BATCH}) oldest)
      returning ${isOpen ? fragment.ref('webhook_id') : fragment`''`} as webhook`
    if (isOpen) await countDeleted(em, organizationId, rows)
    if (kind !== null && rows.length > 0)
      await sql(em)`
        update organization_deletions
        set deleted = jsonb_set(deleted, array[${kind}], to_jsonb(coalesce((deleted->>${kind})::bigint, 0) + ${rows.length}::int))
        where organization_id = ${organizationId}`
    return rows.length
  })
}

/** Counts deliveries that had not ended. */
async function countDeleted(
  em: SqlEntityManager,
  organizationId: string,
  rows: readonly { webhook: string }[],
): Promise<void> {
  await sql(em)`
    insert into delivery_totals (dialect, lane, status, deliveries)
    select coalesce(w.dialect, ''), (select lane from organizations where id = ${organizationId}), 'DELETED', count(*)
    from unnest(${rows.map(({ webhook }) => webhook)}::text[]) as webhook_id left join webhooks w on w.id = webhook_id
    group by 1, 2`
}

/** Not if an earlier run has ended, and the id may be another organization's. */
async function isDeleted(em: SqlEntityManager, id: string): Promise<boolean> {
  const rows = await sql(em)`select from organizations where id = ${id} and deleted_at is not null for update`
  return rows.length > 0
}

/** Ends a deletion: the organization itself goes, the receipt stays. */
export function finishDeletion(database: Database, organizationId: string): Promise<void> {
  return transactional(database, async (em) => {
    if (!(await isDeleted(em, organizationId))) return
    await sql(em)`delete from delivery_floors where organization_id = ${organizationId}`
    await sql(
      em,
    )`delete from log_floors where organization_id in (${organizationId}, ${operationalFloor(organizationId)})`
    await sql(em)`delete from organizations where id = ${organizationId}`
    await sql(em)`
      update organization_deletions set finished_at = coalesce(finished_at, now()) where organization_id = ${organizationId}`
  })
}

/** The receipt of a deletion. */
export interface Deletion {
  organizationId: string
  requestedAt: Date
  finishedAt: Date | null
  deleted: Record<Kind, number>
}

/** Null if the organization was never to be deleted. */
export async function readDeletion(database: Database, organizationId: string): Promise<Deletion | null> {
  const [row] = await sql<Deletion>(database)`
    select organization_id as "organizationId", requested_at as "requestedAt", finished_at as "finishedAt", deleted
    from organization_deletions where organization_id = ${organizationId}`
  if (!row) return null
  return { ...row, deleted: { ...NOTHING, ...row.deleted } }
}

const NOTHING = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<Kind, number>
