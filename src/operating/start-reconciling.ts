import { sql } from '../database/sql.ts'
import { repaired } from '../metrics/metrics.ts'
import { noteSweep } from './note-sweep.ts'
import { repeat, type Repetition } from './repeat.ts'
import { reconcile, RECONCILED, type ReconcileDeps } from './reconcile.ts'

/**
 * Pause between two sweeps, in milliseconds: `sweeps` times as long as the last sweep took, so that sweeping takes a tenth of
 * the time, within the bounds. After a sweep that failed it is the least: it has only waited, and much may have to be healed.
 * At most so long that a dead attempt, dead after a minute, is found within two.
 */
const PAUSE_MS = { least: 15_000, most: 45_000, sweeps: 9 }

/** How often each worker checks whether a sweep is due, in milliseconds. */
const POLL_MS = 2_000

/** Lease of the sweep, in seconds: if its worker does not renew it, that worker has died and another one takes over. */
const LEASE_SECONDS = 20

/** How often the worker renews its lease, in milliseconds. */
const RENEW_MS = 5_000

/** Reconciles Postgres and Temporal repeatedly. Every worker is ready to do it; the one that has the lease does it for all. */
export function startReconciling(deps: ReconcileDeps): Repetition {
  const { database, log } = deps
  // A counter that appears with its first value has not grown for Prometheus.
  for (const kind of RECONCILED) repaired.inc({ kind }, 0)
  return repeat(
    POLL_MS,
    async () => {
      const [mine] = await sql(database)`
        update chores set leased_until = now() + make_interval(secs => ${LEASE_SECONDS})
        where name = 'reconcile' and leased_until <= now() returning name`
      if (!mine) return
      let renewed = Promise.resolve()
      const renewing = setInterval(() => (renewed = lease(LEASE_SECONDS).catch(() => {})), RENEW_MS)
      const began = performance.now()
      let pauseMs: number = PAUSE_MS.least
      try {
        const found = await reconcile(deps)
        const { least, most, sweeps } = PAUSE_MS
        pauseMs = Math.min(Math.max((performance.now() - began) * sweeps, least), most)
        const changes = RECONCILED.map((kind) => [kind, found[kind]] as const).filter(
          ([, ids]) => ids.length > 0,
        )
        for (const [kind, ids] of changes) repaired.inc({ kind }, ids.length)
        if (changes.length > 0) {
          log.warn(summary(changes), 'Postgres and Temporal did not agree; the differences were repaired.')
          await noteSweep(database, changes)
        }
        await sql(database)`update chores set ended_at = now() where name = 'reconcile'`
      } finally {
        clearInterval(renewing)
        await renewed // it would take the place of the pause
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

/** Maximum of ids of each kind in a log line. */
const LISTED_IDS = 20

const summary = (changes: readonly (readonly [string, readonly string[]])[]) =>
  Object.fromEntries(
    changes.map(([kind, ids]) => [kind, { count: ids.length, ids: ids.slice(0, LISTED_IDS) }]),
  )
