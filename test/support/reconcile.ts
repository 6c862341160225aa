import { pino } from 'pino'
import { reconcile, type Reconciled } from '../../src/operating/reconcile.ts'
import type { TestApp } from './app.ts'
import { rows } from './sql.ts'
import type { TestTemporal } from './temporal.ts'

/**
 * Keeps the app's workers from reconciling by themselves, so that a test sees what one sweep does. They don't find the chore:
 * a lease would be shortened again by a sweep that is under way.
 */
export async function holdSweeps(app: TestApp): Promise<void> {
  await rows(app, `update chores set name = 'held' where name = 'reconcile'`)
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
