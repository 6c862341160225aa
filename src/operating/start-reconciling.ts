import { sql } from '../database/sql.ts'
import { repeat, type Repetition } from './repeat.ts'
import { reconcile, type ReconcileDeps } from './reconcile.ts'

/** From the end of one sweep to the next, in milliseconds: longer after a long one, so that it takes a tenth of the time. */
const PAUSE_MS = { least: 15_000, most: 60_000, sweeps: 9 }

/** How often each worker looks whether a sweep is due, in milliseconds. */
const LOOK_MS = 2_000

/** A worker that has the sweep and says nothing for so long, in seconds, has died: another takes it. */
const LEASE_SECONDS = 20

/** How often it says that it lives, in milliseconds. */
const RENEW_MS = 5_000

/** Makes Postgres and Temporal agree again and again: every worker is ready to, one at a time does it for all. */
export function startReconciling(deps: ReconcileDeps): Repetition {
  const { database, log } = deps
  return repeat(
    LOOK_MS,
    async () => {
      const [mine] = await sql(database)`
        update chores set leased_until = now() + make_interval(secs => ${LEASE_SECONDS})
        where name = 'reconcile' and leased_until <= now() returning name`
      if (!mine) return
      const renewing = setInterval(() => void lease(LEASE_SECONDS).catch(() => {}), RENEW_MS)
      const began = performance.now()
      try {
        const found = await reconcile(deps)
        const what = Object.entries(found).filter(([, ids]) => (ids as string[]).length > 0)
        if (what.length > 0) log.warn(summary(what), 'Postgres and Temporal did not agree; they do again.')
      } finally {
        clearInterval(renewing)
        const { least, most, sweeps } = PAUSE_MS
        const pauseMs = Math.min(Math.max((performance.now() - began) * sweeps, least), most)
        await lease(pauseMs / 1000)
      }
    },
    log,
    'Postgres and Temporal could not be compared; trying again.',
  )

  async function lease(seconds: number): Promise<void> {
    await sql(database)`
      update chores set leased_until = now() + make_interval(secs => ${seconds}) where name = 'reconcile'`
  }
}

/** Ids a line of the log names of each kind. */
const NAMED = 20

const summary = (what: [string, string[]][]) =>
  Object.fromEntries(what.map(([kind, ids]) => [kind, { count: ids.length, ids: ids.slice(0, NAMED) }]))
