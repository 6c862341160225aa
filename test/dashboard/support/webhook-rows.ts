import { rows } from '../../support/sql.ts'
import type { TestApp } from '../../support/app.ts'

/** Copies a webhook `count` times, the newest last: `https://n<number>.example/hooks`, each third of them DISABLED. */
export async function copyWebhook(app: TestApp, id: string, count: number): Promise<void> {
  await rows(
    app,
    `insert into webhooks select (jsonb_populate_record(w, jsonb_build_object(
        'id', left(w.id, 13) || 'Z' || lpad(n::text, 15, '0'),
        'uid', 'customer-' || n,
        'url', 'https://n' || n || '.example/hooks',
        'description', 'Customer ' || n,
        'status', case when n % 3 = 0 then 'DISABLED' else 'ENABLED' end,
        'status_reason', case when n % 3 = 0 then 'REQUESTED' end))).*
      from webhooks w, generate_series(1, ?) n where w.id = ? returning 1`,
    [count, id],
  )
}
