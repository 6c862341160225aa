import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'
import type { OperationalEventName } from './catalogue.ts'

/** Something that happened to a webhook, a delivery or a replay. */
export interface Told {
  organizationId: string
  type: OperationalEventName
  webhookId?: string | null
  deliveryId?: string
  replayId?: string
  /** The fields that the catalogue names for the type; the announcer adds who it is about. */
  detail: object
}

/** Stores operational events in the transaction of what they tell of. Afterwards `notify.tell()` makes a worker announce them at once. */
export async function tell(em: SqlEntityManager, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return
  await sql(em)`
    insert into operational_events (organization_id, type, webhook_id, delivery_id, replay_id, detail)
    select "organizationId", type, "webhookId", "deliveryId", "replayId", detail
    from json_to_recordset(${JSON.stringify(told)}) as t("organizationId" text, type text, "webhookId" text,
      "deliveryId" text, "replayId" text, detail json)`
}
