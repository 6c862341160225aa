import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { expect, test } from 'vitest'
import { openTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { rows } from '../support/sql.ts'

test('comparing Postgres with Temporal takes a tenth of the time: after a long sweep comes a longer rest', async () => {
  await using app = await openTestApp()
  /** How long no worker begins a sweep, in seconds. */
  const leased = async () => {
    const [row] = await rows(
      app,
      `select extract(epoch from leased_until - now())::float as seconds from chores where name = 'reconcile'`,
    )
    return (row as { seconds: number }).seconds
  }
  // The first sweep found nothing: the shortest rest, 15 s. While one goes on it is 20 s.
  await eventually(async () => (await leased()) < 15.1)
  expect(await leased()).toBeGreaterThan(0)

  const locking = new pg.Client(app.databaseUrl)
  await locking.connect()
  await locking.query('begin; lock table deliveries in access exclusive mode')
  await rows(app, `update chores set leased_until = now()`)
  await eventually(async () => (await leased()) > 17) // it has begun, and waits for the table
  await delay(3_000)
  await locking.query('rollback')
  await locking.end()
  await eventually(async () => (await leased()) > 22) // 9 times 3 s
  expect(await leased()).toBeLessThan(60)
})
