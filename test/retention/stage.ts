import { idAt, positionAt } from '../support/past.ts'
import type { TestApp } from '../support/app.ts'
import { rows } from '../support/sql.ts'

export const DAY = 86_400_000

/** Whose history it is, and of when. */
export interface Moment {
  organizationId: string
  webhookId: string
  daysAgo: number
}

/** Makes the history of one moment: an event with one delivery and one attempt. Gives their ids. */
export async function writeHistory(
  app: TestApp,
  { organizationId, webhookId, daysAgo }: Moment,
  { status = 'SUCCEEDED', key = null }: { status?: string; key?: string | null } = {},
): Promise<{ event: string; delivery: string }> {
  const at = Date.now() - daysAgo * DAY
  const number = (made += 1)
  const [event, delivery] = [idAt('evt_', at, number), idAt('wd_', at, number)]
  const time = new Date(at)
  await rows(
    app,
    `insert into events (id, organization_id, type, occurred_at, data, channels, test, idempotency_key, created_at)
      values (?, ?, 'a.b', ?, '{"day":${daysAgo}}', '{}', false, ?, ?)`,
    [event, organizationId, time, key, time],
  )
  if (key !== null)
    await rows(app, `insert into idempotency_keys values (?, ?, ?)`, [organizationId, key, event])
  await rows(
    app,
    `insert into deliveries (id, organization_id, webhook_id, event_id, event_type, test, status, decision, trigger, created_at,
        finished_at, started_at, attempt_count)
      values (?, ?, ?, ?, 'a.b', false, ?, '', 'AUTOMATIC', ?, ?, now(), 1)`,
    [delivery, organizationId, webhookId, event, status, time, status === 'PENDING' ? null : time],
  )
  await writeAttempt(app, { organizationId, webhookId, daysAgo }, delivery)
  return { event, delivery }
}
let made = 0

/** Logs an attempt of that moment, which the receiver answered. */
export async function writeAttempt(
  app: TestApp,
  { organizationId, webhookId, daysAgo }: Moment,
  delivery: string,
  number = 1,
): Promise<void> {
  const at = Date.now() - daysAgo * DAY
  await rows(
    app,
    `insert into attempts (xid, organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, response_headers,
        response_body, response_body_truncated, total_ms, decision, started_at, finished_at)
      values (?::xid8, ?, ?, ?, 'a.b', ?, 'AUTOMATIC', 'SUCCEEDED', '[["x-answer","yes"]]', 'thanks', false, 1, '', ?, ?)`,
    [positionAt(at), organizationId, webhookId, delivery, number, new Date(at), new Date(at)],
  )
}
