import { afterAll, beforeAll, expect, test } from 'vitest'
import { PURGE_STEPS } from '../../workflows/purge-contract.ts'
import { migrate } from '../../src/app/migrate.ts'
import { purgeStep } from '../../src/retention/purge-step.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { rows } from '../support/sql.ts'
import { openTemporal, type TestTemporal } from '../support/temporal.ts'

let app: TestApp
let temporal: TestTemporal
beforeAll(async () => {
  app = await openTestApp({ apis: 0 })
  temporal = await openTemporal(app)
})
afterAll(async () => {
  await temporal?.[Symbol.asyncDispose]()
  await app[Symbol.asyncDispose]()
})

const schedule = () => temporal.client.schedule.getHandle('purge')

/** Lets the schedule run the purge once, and waits until its workflow has closed. */
async function purged(): Promise<string> {
  const { numActionsTaken } = (await schedule().describe()).info
  await schedule().trigger()
  const workflowId = await eventually(async () => {
    const { info } = await schedule().describe()
    const last = info.recentActions.at(-1)?.action
    return (
      info.numActionsTaken > numActionsTaken && last?.type === 'startWorkflow' && last.workflow.workflowId
    )
  })
  return workflowId
}

test('a schedule of Temporal runs the purge: one at a time, hourly, and it stops at a failure', async () => {
  const { policies, spec, action, state } = await schedule().describe()
  expect(policies).toMatchObject({ overlap: 'SKIP', pauseOnFailure: true })
  expect(spec.intervals).toMatchObject([{ every: 3_600_000 }])
  expect(action).toMatchObject({ workflowType: 'purge', taskQueue: 'deliveries' })
  expect(state.paused).toBe(false)
})

test('the purge says what it deleted, step by step', async () => {
  const workflowId = await purged()
  const result: string = await temporal.client.workflow.getHandle(workflowId).result()
  expect(result.split('\n').map((line) => line.split(':')[0])).toEqual([...PURGE_STEPS])
})

test('a pause of the schedule stays when the tables are brought up to date, and a new interval counts', async () => {
  await schedule().pause('An operator looks.')
  await migrate(app.databaseUrl, app.temporalAddress, {
    ...app.settings,
    PAYLOAD_DAYS: 0.0007,
  })
  const { state, spec } = await schedule().describe()
  expect(state).toMatchObject({ paused: true, note: 'An operator looks.' })
  expect(spec.intervals).toMatchObject([{ every: 30_000 }])
})

test('expired sessions and keys that ended long ago go, others stay', async () => {
  const { id } = await app.organization()
  const key = (name: string, column: string, days: number) =>
    rows(
      app,
      `insert into api_keys (id, organization_id, name, hash, prefix, scopes, ${column})
        values (?, ?, ?, sha256(?::bytea), 'dk_', '{READ}', now() - make_interval(days => ?))`,
      [name, id, name, name, days],
    )
  await key('key_revoked_long_ago', 'revoked_at', 91)
  await key('key_expired_long_ago', 'expires_at', 91)
  await key('key_revoked', 'revoked_at', 5)
  await rows(
    app,
    `insert into dashboard_sessions (id, organization_id, scopes, expires_at, customer)
      values ('ses_over', ?, '{READ}', now() - interval '1 second', true), ('ses_live', ?, '{READ}', now() + interval '1 hour', true)`,
    [id, id],
  )
  await purgeStep(app, 'sessions and API keys', () => {})
  const ids = async (table: string) =>
    (await rows(app, `select id from ${table} where organization_id = ? order by id`, [id])).map(
      (row) => row.id,
    )
  expect((await ids('api_keys')).filter((key) => /_[a-z]/.test(key))).toEqual(['key_revoked'])
  expect(await ids('dashboard_sessions')).toEqual(['ses_live'])
})
