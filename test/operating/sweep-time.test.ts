import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { rows } from '../support/sql.ts'

/** Seconds of the lease while a sweep goes on. */
const SWEEPING = 20

/** How long no worker begins a sweep, in seconds. */
async function leased(app: TestApp): Promise<number> {
  const [row] = await rows(
    app,
    `select extract(epoch from leased_until - now())::float as seconds from chores where name = 'reconcile'`,
  )
  return (row as { seconds: number }).seconds
}

/** A sweep that waits for four seconds, and then goes on or fails. */
async function longSweep(app: TestApp, end: 'go on' | 'fail'): Promise<void> {
  // The first sweep found nothing: the shortest rest, 15 s. While one goes on it is 20 s.
  await eventually(async () => {
    const seconds = await leased(app)
    return seconds > 0 && seconds < 15.1
  })
  const locking = new pg.Client(app.databaseUrl)
  await locking.connect()
  await locking.query('begin; lock table deliveries in access exclusive mode')
  await rows(app, `update chores set leased_until = now()`)
  await eventually(async () => {
    const waiting = await rows(
      app,
      `select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%listed.run_id%'`,
    )
    return waiting.length > 0
  })
  await delay(4_000)
  if (end === 'fail')
    await locking.query(`select pg_cancel_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`)
  await locking.query('rollback')
  await locking.end()
}

test('comparing Postgres with Temporal takes a tenth of the time: after a long sweep comes a longer rest', async () => {
  await using app = await openTestApp()
  await longSweep(app, 'go on')
  await eventually(async () => (await leased(app)) > 22) // 9 times 4 s
  expect(await leased(app)).toBeLessThan(60)
})

test('after a sweep that failed comes the shortest rest, however long it took', async () => {
  await using app = await openTestApp()
  await longSweep(app, 'fail')
  await eventually(async () => {
    const seconds = await leased(app)
    expect(seconds).toBeLessThanOrEqual(SWEEPING)
    return seconds < 15.1
  })
})
