import { pino } from 'pino'
import { reconcile, type Reconciled } from '../../src/operating/reconcile.ts'
import type { TestApp } from './app.ts'
import { rows } from './sql.ts'
import type { TestTemporal } from './temporal.ts'

/**
 * Keeps the app's workers from reconciling by themselves, so that a test sees what one sweep does. Whatever sets the lease: a
 * sweep that is under way would shorten it again when it ends.
 */
export async function holdSweeps(app: TestApp): Promise<void> {
  await rows(
    app,
    `create function hold() returns trigger language plpgsql as
      'begin new.leased_until = now() + interval ''1 hour''; return new; end'`,
  )
  await rows(app, `create trigger hold before update on chores for each row execute function hold()`)
  await rows(app, `update chores set leased_until = now()`)
}

/** One sweep, now; deliveries need not have been started for a while. */
export async function sweep(app: TestApp, temporal: TestTemporal): Promise<Reconciled> {
  await rows(
    app,
    `update deliveries set started_at = started_at - interval '1 minute' where status = 'PENDING' and started_at is not null`,
  )
  return reconcile({
    database: app.database,
    client: temporal.client,
    namespace: app.namespace,
    log: pino({ level: 'error' }),
    wakeRelay: () => {},
  })
}
