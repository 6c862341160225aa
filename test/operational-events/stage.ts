import type { TestApp } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { createWebhook } from '../support/webhooks.ts'
import { rows } from '../support/sql.ts'

export interface ToldByTest {
  type?: string
  webhookId?: string | null
  deliveryId?: string | null
  replayId?: string | null
  detail?: object
}

/** Stores an operational event, as those do who let something happen. */
export async function tellBySql(
  app: TestApp,
  organizationId: string,
  {
    type = 'webhook.secret_rotated',
    webhookId = null,
    deliveryId = null,
    replayId = null,
    detail = {},
  }: ToldByTest = {},
): Promise<string> {
  const [{ id }] = await rows(
    app,
    `insert into operational_events (organization_id, type, webhook_id, delivery_id, replay_id, detail)
      values (?, ?, ?, ?, ?, ?::json) returning id::text`,
    [organizationId, type, webhookId, deliveryId, replayId, JSON.stringify(detail)],
  )
  return `oe_${id}`
}

/** Makes an operational webhook. */
export const createOperational = (
  client: TestClient,
  url: string,
  input: Record<string, unknown> = {},
): Promise<{ id: string; secret: string }> =>
  createWebhook(client, { url, eventTypes: ['*'], operational: 'ORGANIZATION', ...input })

/** What operational webhooks were given by now, in the order of their deliveries. */
export const given = (
  app: TestApp,
): Promise<{ webhookId: string; organizationId: string; type: string; data: any }[]> =>
  rows(
    app,
    `select d.webhook_id as "webhookId", e.organization_id as "organizationId", e.type, e.data::json as data
      from deliveries d join events e on e.id = d.event_id where e.operational order by d.id`,
  )
