import { setTimeout } from 'node:timers/promises'
import { Counter, Gauge, type Metric } from 'prom-client'
import type { Database } from '../database/database.ts'
import { defaultLane } from '../organizations/default-lane.ts'
import { keepingOf } from '../retention/keeping.ts'
import { listPartitions, PARTITIONED } from '../retention/partitions.ts'
import type { Settings } from '../settings/settings.ts'
import { registry } from '../metrics/metrics.ts'
import { ENDED_STATUSES, OPEN_STATES, WEBHOOK_STATES, type Tables } from './read-tables.ts'
import { shareTables } from './share-tables.ts'

/** How often it looks at what was read for all, at the most, in milliseconds: so it soon knows that Postgres is away. */
const LOOK_MS = 10_000

/** Who asks waits so long at most for what is read from the tables, in milliseconds, and else gets what was read before. */
const WAIT_MS = 2_000

/** Adds what the tables say of all of durahook: the same from each process, and nothing while Postgres is away. */
export function observeTables(database: Database, settings: Settings): void {
  const lane = defaultLane(settings)
  let known: (Tables & { overdue: Overdue }) | null = null
  let reading: Promise<void> | null = null
  let due = 0

  async function read(): Promise<void> {
    try {
      const { tables, freshMs } = await shareTables(database, lane, settings.ATTEMPTS_PER_WEBHOOK)
      known = tables && { ...tables, overdue: await readOverdue(database, settings) }
      due = performance.now() + Math.min(freshMs, LOOK_MS)
    } catch {
      known = null
    }
    reading = null
  }

  async function tables(): Promise<typeof known> {
    if (performance.now() < due) return known
    reading ??= read()
    await Promise.race([reading, setTimeout(WAIT_MS, null, { ref: false })])
    return known
  }

  /** Sets a metric's values from the tables, each time somebody asks. */
  const from = (set: (tables: NonNullable<typeof known>) => void, unset?: () => void) =>
    async function collect(this: Metric) {
      const values = await tables()
      this.reset()
      if (values) set(values)
      else unset?.()
    }
  const registers = [registry]
  const labelNames = ['dialect', 'lane']

  const accepted = new Counter({
    name: 'durahook_deliveries_accepted_total',
    help: 'Deliveries that were stored.',
    labelNames,
    registers,
    // Below 0 in one lane: what had ended in it was sent again in the other one, to which its organization had changed meanwhile.
    collect: from(({ deliveries }) => {
      for (const { dialect, lane, accepted: count } of deliveries)
        accepted.inc({ dialect, lane }, Math.max(count, 0))
    }),
  })
  const finished = new Counter({
    name: 'durahook_deliveries_finished_total',
    help: 'Deliveries that ended, by status.',
    labelNames: [...labelNames, 'status'],
    registers,
    collect: from(({ deliveries }) => {
      for (const { dialect, lane, finished: counts } of deliveries)
        for (const status of ENDED_STATUSES) finished.inc({ dialect, lane, status }, counts[status] ?? 0)
    }),
  })
  const reopened = new Counter({
    name: 'durahook_deliveries_reopened_total',
    help: 'Deliveries that were sent again after they had ended: accepted + reopened = finished + open.',
    labelNames,
    registers,
    collect: from(({ deliveries }) => {
      for (const { dialect, lane, reopened: count } of deliveries) reopened.inc({ dialect, lane }, count)
    }),
  })
  const open = new Gauge({
    name: 'durahook_deliveries_open',
    help: 'Deliveries that have not ended, by what they wait for.',
    labelNames: [...labelNames, 'state'],
    registers,
    collect: from(({ deliveries }) => {
      for (const { dialect, lane, open: states } of deliveries)
        for (const state of OPEN_STATES)
          open.set({ dialect, lane, state }, states.find((each) => each.state === state)?.count ?? 0)
    }),
  })
  const age = new Gauge({
    name: 'durahook_deliveries_open_age_seconds',
    help: 'How long the oldest delivery that was not sent again has been open, by what it waits for; QUEUED: and its webhook as it is.',
    labelNames: [...labelNames, 'state'],
    registers,
    collect: from(({ deliveries }) => {
      for (const { dialect, lane, open: states } of deliveries)
        for (const state of OPEN_STATES)
          age.set({ dialect, lane, state }, states.find((each) => each.state === state)?.ageSeconds ?? 0)
    }),
  })
  const webhooks = new Gauge({
    name: 'durahook_webhooks',
    help: 'Webhooks by state: ENABLED, FAILING, PAUSED, LISTENING, or DISABLED_ and the reason.',
    labelNames: ['state'],
    registers,
    collect: from(({ webhooks: states }) => {
      for (const state of WEBHOOK_STATES)
        webhooks.set({ state }, states.find((each) => each.state === state)?.count ?? 0)
    }),
  })
  const lag = new Gauge({
    name: 'durahook_log_lag_seconds',
    help: 'How long the oldest entry of the delivery log waits that subscribers can not have yet, because an older transaction is open.',
    registers,
    // Without labels a reset is 0, which would say that all is well.
    collect: from(
      ({ logLagSeconds }) => lag.set(logLagSeconds),
      () => lag.remove(),
    ),
  })
  const bytes = new Gauge({
    name: 'durahook_table_bytes',
    help: 'Size of tables on the disk, with their indexes.',
    labelNames: ['table'],
    registers,
    collect: from(({ sizes }) => {
      for (const { table, bytes: size } of sizes) bytes.set({ table }, size)
    }),
  })
  const overdue = new Gauge({
    name: 'durahook_retention_overdue_seconds',
    help: 'For how long rows are there that were to be deleted before. A replay that runs may need them for up to 7 days.',
    labelNames: ['table'],
    registers,
    collect: from(({ overdue: tables }) => {
      for (const [table, seconds] of tables) overdue.set({ table }, seconds)
    }),
  })
}

/** By table, for how long its oldest rows are there that retention was to have deleted, in seconds. */
type Overdue = [table: string, seconds: number][]

async function readOverdue(database: Database, settings: Settings): Promise<Overdue> {
  const keeping = keepingOf(settings)
  const now = Date.now()
  const overdue: Overdue = []
  for (const [name, table] of Object.entries(PARTITIONED)) {
    const [oldest] = await listPartitions(database, table)
    const cutoff = now - keeping[name as keyof typeof PARTITIONED]
    overdue.push([table.parent, oldest ? Math.max(cutoff - oldest.to, 0) / 1000 : 0])
  }
  return overdue
}
