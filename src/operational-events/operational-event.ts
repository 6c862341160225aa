import { sql as fragment } from 'kysely'
import { sql } from '../database/sql.ts'
import type { LogPosition } from '../log/log-position.ts'
import type { Settings } from '../settings/settings.ts'
import type { OperationalEventName } from './catalogue.ts'

/** Something that happened, with all that is told of it. */
export interface OperationalEvent extends LogPosition {
  organizationId: string
  type: OperationalEventName
  webhookId: string | null
  deliveryId: string | null
  replayId: string | null
  createdAt: Date
  /** What operational webhooks get. */
  data: Record<string, unknown>
}

/** A row of the table. `detail` is all of the data when it was announced, and else what its teller knew. */
export interface ToldRow extends Omit<OperationalEvent, 'data'> {
  detail: Record<string, unknown>
  announced: boolean
}

/** `xid` and `id` are text: order by operational_events.xid and operational_events.id. */
export const TOLD_COLUMNS = fragment`
  operational_events.xid::text, operational_events.id::text, organization_id as "organizationId", type, webhook_id as "webhookId",
  delivery_id as "deliveryId", replay_id as "replayId", detail, announced_at is not null as announced, created_at as "createdAt"`

export type DisableSettings = Pick<Settings, 'DISABLE_FAILING_HOURS'>

/** The operational events of these rows. Of those that were not announced yet it reads what their tellers did not write. */
export async function completeRows<Row extends ToldRow>(
  on: Parameters<typeof sql>[0],
  settings: DisableSettings,
  rows: readonly Row[],
): Promise<(Omit<Row, 'detail' | 'announced'> & OperationalEvent)[]> {
  const asked = rows.filter(({ announced }) => !announced)
  const facts = asked.length > 0 ? await readFacts(on, asked) : new Map<string, Facts>()
  return rows.map(({ detail, announced, ...row }) => ({
    ...row,
    data: announced ? detail : dataOf({ ...row, detail, announced }, facts.get(row.id)!, settings),
  }))
}

/** What of other tables belongs to an operational event. */
interface Facts {
  id: string
  uid: string | null
  description: string | null
  /** Null: it is of no webhook, or of one that is no longer kept. */
  url: string | null
  eventId: string | null
  disableHours: number | null
}

async function readFacts(
  on: Parameters<typeof sql>[0],
  rows: readonly ToldRow[],
): Promise<Map<string, Facts>> {
  const asked = rows.map(({ id, organizationId, webhookId, deliveryId }) => ({
    id,
    organizationId,
    webhookId,
    deliveryId,
  }))
  const found = await sql<Facts>(on)`
    select told.id, w.uid, w.description, w.url, d.event_id as "eventId", o.disable_failing_hours as "disableHours"
    from json_to_recordset(${JSON.stringify(asked)}) as told(id text, "organizationId" text, "webhookId" text, "deliveryId" text)
      left join organizations o on o.id = told."organizationId"
      left join webhooks w on w.id = told."webhookId"
      left join lateral (select event_id from deliveries where id = told."deliveryId" offset 0) d on true`
  return new Map(found.map((one) => [one.id, one]))
}

/** Times in details. Postgres writes them in another form. */
const TIMES = ['failingSince', 'recoveredAt', 'disableAt', 'nextAttemptAt', 'oldSecretExpiresAt']

const HOUR_MS = 3_600_000

function dataOf(row: ToldRow, facts: Facts, settings: DisableSettings): Record<string, unknown> {
  const { id, organizationId, type, webhookId, deliveryId, replayId } = row
  const detail = { ...row.detail }
  for (const name of TIMES) {
    const at = detail[name]
    if (typeof at === 'string' && !Number.isNaN(Date.parse(at))) detail[name] = new Date(at).toISOString()
  }
  if (type === 'webhook.failing')
    detail['disableAt'] ??= disableAt(
      detail['failingSince'],
      facts.disableHours ?? settings.DISABLE_FAILING_HOURS,
    )
  if (type === 'webhook.disabled') detail['failingSince'] ??= null
  return {
    id: publicId({ id }),
    organizationId,
    webhook: webhookId === null ? null : describeWebhook(webhookId, facts),
    ...(deliveryId !== null && { deliveryId, eventId: facts.eventId }),
    ...(replayId !== null && { replayId }),
    ...detail,
  }
}

/** The id that others know. */
export const publicId = ({ id }: Pick<OperationalEvent, 'id'>): string => `oe_${id}`

function describeWebhook(id: string, { uid, description, url }: Facts) {
  return {
    id,
    uid,
    description: description ?? '',
    host: url !== null && URL.canParse(url) ? new URL(url).host : '',
  }
}

function disableAt(failingSince: unknown, hours: number): string | null {
  if (hours === 0 || typeof failingSince !== 'string') return null
  return new Date(Date.parse(failingSince) + hours * HOUR_MS).toISOString()
}
