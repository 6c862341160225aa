import { Client, Connection } from '@temporalio/client'
import { listRunning, stateOf } from '../../../src/operating/workflow-states.ts'
import { eventually } from '../../support/eventually.ts'
import type { House } from './house.ts'

/** An attempt that is marked for longer than this, in seconds, is nobody's. */
const LONGEST_ATTEMPT_SECONDS = 60

interface Row {
  id: string
  run: number
  decision: string
  late: boolean
  next_attempt_at: Date | null
}

/** What Postgres and Temporal say differently; empty: they agree. */
async function disagreements(house: House, client: Client): Promise<string[]> {
  const found: string[] = []
  const pending = await house.query<Row>(`
    select id, run, decision, next_attempt_at, coalesce(attempt_started_at < now() - interval '${LONGEST_ATTEMPT_SECONDS} s',
      started_at is null and leased_until is null, false) as late
    from deliveries where status = 'PENDING'`)
  for (const { id, run, late, decision, next_attempt_at: next } of pending) {
    const state = await stateOf(client, id)
    if (state.kind !== 'running') found.push(`${id} is PENDING, its workflow ${state.kind}`)
    else if (state.run !== run) found.push(`${id} is on run ${run}, its workflow on ${state.run}`)
    else if (
      state.doing.kind === 'waiting' &&
      Math.abs(state.doing.until.getTime() - (next?.getTime() ?? 0)) > 5_000
    )
      found.push(`${id} waits until ${state.doing.until.toISOString()}, and says ${next?.toISOString()}`)
    else if (state.doing.kind === 'paused' && !decision.startsWith('Paused'))
      found.push(`${id} is paused, and says "${decision}"`)
    if (late) found.push(`${id} has an attempt nobody makes, or waits to be started`)
  }
  const ids = new Set(pending.map(({ id }) => id))
  for await (const page of listRunning(client, 'default'))
    for (const { id } of page.filter(({ id }) => !ids.has(id))) {
      const state = await stateOf(client, id)
      if (state.kind !== 'running') continue // the list is seconds old
      const [row] = await house.query(
        `select status, decision, run, finished_at from deliveries where id = $1`,
        [id],
      )
      found.push(`${id} runs, and is not PENDING: ${JSON.stringify({ state, row })}`)
    }
  return found
}

/** Postgres and Temporal agree again within two minutes, as CHANGELOG promises. */
const AGREED_MS = 120_000

/** Waits until Postgres and Temporal agree; returns after how many seconds. */
export async function untilAgreed(house: House): Promise<number> {
  const connection = await Connection.connect({ address: house.temporalAddress })
  const client = new Client({ connection })
  const began = Date.now()
  let left: string[] = []
  try {
    await eventually(
      async () => {
        left = await disagreements(house, client).catch((error: unknown) => [String(error)])
        if (left.length > 0) await new Promise((resolve) => setTimeout(resolve, 1_000))
        return left.length === 0
      },
      {
        deadlineMs: AGREED_MS,
        describe: () => `Postgres and Temporal agree:\n${left.slice(0, 20).join('\n')}`,
      },
    )
  } finally {
    await connection.close()
  }
  return Math.round((Date.now() - began) / 1_000)
}
