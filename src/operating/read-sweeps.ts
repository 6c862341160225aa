import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { SweepKind } from '../words/enums.ts'
import type { Finding } from './note-sweep.ts'
import type { Reconciled } from './reconcile.ts'

/** A sweep that found something. */
export interface Sweep {
  at: Date
  findings: {
    kind: SweepKind
    count: number
    /** The first of them; `organizationId` is null if Postgres does not have it. */
    deliveries: { id: string; organizationId: string | null }[]
  }[]
}

/** How many are read. */
const MAXIMUM = 20

const KINDS: Record<keyof Reconciled, SweepKind> = {
  startedAgain: 'STARTED_AGAIN',
  ended: 'ENDED',
  updated: 'UPDATED',
  interrupted: 'INTERRUPTED',
  workflowsEnded: 'WORKFLOWS_ENDED',
  retriesSent: 'RETRIES_SENT',
}

/** Reads the last sweeps that found something, the newest first. Costs looking up the deliveries that they name: 10 of each kind. */
export async function readSweeps(database: Database): Promise<Sweep[]> {
  const sweeps = await sql<{ at: Date; found: Partial<Record<keyof Reconciled, Finding>> }>(database)`
    select at, found from sweeps order by id desc limit ${MAXIMUM}`
  const named = sweeps.flatMap(({ found }) => Object.values(found).flatMap(({ ids }) => ids))
  const owners = new Map(
    (
      await sql<{ id: string; organizationId: string }>(database)`
        select n.id, d.organization_id as "organizationId" from unnest(${[...new Set(named)]}::text[]) as n(id)
          cross join lateral (select organization_id from deliveries where id = n.id offset 0) d`
    ).map(({ id, organizationId }) => [id, organizationId]),
  )
  return sweeps.map(({ at, found }) => ({
    at,
    // Of a later version there may be kinds that this one does not know.
    findings: (Object.keys(KINDS) as (keyof Reconciled)[]).flatMap((kind) => {
      const finding = found[kind]
      if (!finding) return []
      const deliveries = finding.ids.map((id) => ({ id, organizationId: owners.get(id) ?? null }))
      return [{ kind: KINDS[kind], count: finding.count, deliveries }]
    }),
  }))
}

/** When Postgres and Temporal were last compared to the end; null: not yet. */
export async function lastSweepAt(database: Database): Promise<Date | null> {
  const [chore] = await sql<{ endedAt: Date | null }>(database)`
    select ended_at as "endedAt" from chores where name = 'reconcile'`
  return chore!.endedAt
}
