import { rows } from '../../support/sql.ts'
import type { TestApp } from '../../support/app.ts'

const HOUR_MS = 3_600_000

/** How long ago, in hours, for `failing`. */
export interface FailingFor {
  hours: number
  failures?: number
  probeId?: string | null
  lastError?: string
}

/** Makes a webhook FAILING, as recording its attempts does. */
export async function makeFailing(
  app: TestApp,
  webhookId: string,
  { hours, failures = 37, probeId = null, lastError = 'The receiver answered 503.' }: FailingFor,
): Promise<void> {
  const since = new Date(Date.now() - hours * HOUR_MS)
  const values = { failures, failed_since: since, last_error: lastError, failing_since: since }
  const more = { counted_from: since, probe_id: probeId }
  await setHealth(app, webhookId, { ...values, ...more, probe_at: new Date(Date.now() + 240_000) })
}

/** Sets columns of a webhook's row of webhook_health, which is made if there is none. */
export async function setHealth(
  app: TestApp,
  webhookId: string,
  columns: Record<string, unknown>,
): Promise<void> {
  const names = Object.keys(columns)
  await rows(
    app,
    `insert into webhook_health (webhook_id, organization_id, ${names.join(', ')})
      select id, organization_id, ${names.map(() => '?').join(', ')} from webhooks where id = ?
      on conflict (webhook_id) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}
      returning 1`,
    [...Object.values(columns), webhookId],
  )
}

/** Disables a webhook because it failed, as the sweep does. */
export const disableForFailing = (app: TestApp, webhookId: string) =>
  rows(
    app,
    `update webhooks set status = 'DISABLED', status_reason = 'FAILING', missed_since = now() where id = ? returning 1`,
    [webhookId],
  )

/** Stores an operational event, and tells those that listen. */
export async function tell(
  app: TestApp,
  organizationId: string,
  type: string,
  about: { webhookId?: string; deliveryId?: string; replayId?: string; detail?: object } = {},
): Promise<void> {
  await rows(
    app,
    `insert into operational_events (organization_id, type, webhook_id, delivery_id, replay_id, detail)
      values (?, ?, ?, ?, ?, ?) returning 1`,
    [
      organizationId,
      type,
      about.webhookId ?? null,
      about.deliveryId ?? null,
      about.replayId ?? null,
      JSON.stringify(about.detail ?? {}),
    ],
  )
}
