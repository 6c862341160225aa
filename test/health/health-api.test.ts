import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { accepted, type TestClient } from '../support/client.ts'
import { operate } from '../support/operate.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'

let app: TestApp
let operator: TestClient
let organization: TestOrganization
beforeAll(async () => {
  // Without a worker nothing is attempted, so that each test says what has happened.
  app = await openTestApp({ workers: 0 })
  operator = await app.operator()
  organization = await openOrganization()
})
afterAll(() => app[Symbol.asyncDispose]())

async function openOrganization(): Promise<TestOrganization> {
  const opened = await app.organization()
  await createEventType(opened.client, 'a.b')
  return opened
}

const newWebhook = async (more: object = {}, { client } = organization): Promise<string> =>
  (await createWebhook(client, { url: 'https://localhost:1/', eventTypes: ['a.b'], ...more })).id

const HOUR_MS = 3_600_000
const ago = (ms: number) => new Date(Date.now() - ms)

/** Says of a webhook what its attempts would. */
async function know(id: string, row: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(row)
  await rows(
    app,
    `insert into webhook_health (webhook_id, organization_id, ${columns.join(', ')})
      select id, organization_id, ${columns.map(() => '?').join(', ')} from webhooks where id = ?
      on conflict (webhook_id) do update set ${columns.map((name) => `${name} = excluded.${name}`).join(', ')} returning 1`,
    [...Object.values(row), id],
  )
}

const rowOf = async (id: string): Promise<any> =>
  (await rows(app, `select * from webhook_health where webhook_id = ?`, [id]))[0]

const change = (id: string, columns: string) =>
  rows(app, `update webhooks set ${columns} where id = ? returning 1`, [id])

/** An attempt of the delivery log. */
const log = (webhookId: string, outcome: string, finishedAt: Date, count = 1) =>
  rows(
    app,
    `insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, response_headers,
        response_body_truncated, total_ms, decision, started_at, finished_at)
      select organization_id, id, 'wd_' || n, 'a.b', 1, 'AUTOMATIC', ?, '[]', false, 1, '', ?, ?
      from webhooks, generate_series(1, ${count}) n where id = ? returning 1`,
    [outcome, finishedAt, finishedAt, webhookId],
  )

const HEALTH = `health {
  state failingSince disableAt deliveriesToDisable lastSuccessAt consecutiveFailures lastError probe { id } nextProbeAt held
} rateLimit { limit per } effectiveRate quietUntil updatedAt`

const read = async (id: string, { client } = organization) =>
  (await client.request(`query ($id: ID!) { webhook(id: $id) { ${HEALTH} } }`, { id })).webhook

const healthOf = async (id: string) => (await read(id)).health

const HEALTHY = {
  state: 'HEALTHY',
  failingSince: null,
  disableAt: null,
  deliveriesToDisable: 0,
  lastSuccessAt: null,
  consecutiveFailures: 0,
  lastError: null,
  probe: null,
  nextProbeAt: null,
  held: 0,
}

const SINCE = ago(2 * HOUR_MS)
const FAILING = {
  failures: 12,
  first_failures: 7,
  failed_since: SINCE,
  failing_since: SINCE,
  counted_from: SINCE,
  last_error: 'The receiver answered 500.',
  last_success_at: ago(3 * HOUR_MS),
  probe_at: ago(-60_000),
}

describe('the health of a webhook (protocol 4.12)', () => {
  test('is HEALTHY of one of which nothing more is known', async () => {
    const id = await newWebhook()
    expect(await read(id)).toMatchObject({
      health: HEALTHY,
      rateLimit: null,
      effectiveRate: null,
      quietUntil: null,
    })
  })

  test('has the last success from the log, where that is not known', async () => {
    const id = await newWebhook()
    const [success, failure] = [ago(2 * HOUR_MS), ago(HOUR_MS)]
    await log(id, 'SUCCEEDED', ago(3 * HOUR_MS))
    await log(id, 'SUCCEEDED', success)
    await log(id, 'FAILED', failure, 1_000)
    expect(await healthOf(id)).toEqual({ ...HEALTHY, lastSuccessAt: success.toISOString() })
    await know(id, { rate_limit: 1, rate_seconds: 1 })
    expect(await healthOf(id)).toMatchObject({ lastSuccessAt: success.toISOString() })
    await know(id, { last_success_at: failure })
    expect(await healthOf(id)).toMatchObject({ lastSuccessAt: failure.toISOString() })
  })

  test('is HEALTHY with failures, before it is FAILING', async () => {
    const id = await newWebhook()
    await know(id, { ...FAILING, failing_since: null, counted_from: null, probe_at: null })
    expect(await healthOf(id)).toEqual({
      ...HEALTHY,
      lastSuccessAt: FAILING.last_success_at.toISOString(),
      consecutiveFailures: 12,
      lastError: 'The receiver answered 500.',
    })
  })

  const SHOWN = {
    state: 'FAILING',
    failingSince: SINCE.toISOString(),
    disableAt: new Date(SINCE.getTime() + 72 * HOUR_MS).toISOString(),
    deliveriesToDisable: 13,
    lastSuccessAt: FAILING.last_success_at.toISOString(),
    consecutiveFailures: 12,
    lastError: 'The receiver answered 500.',
    probe: null,
    nextProbeAt: FAILING.probe_at.toISOString(),
    held: 0,
  }

  test.each(['ENABLED', 'PAUSED'])('is FAILING while its status is %s', async (status) => {
    const id = await newWebhook()
    await know(id, FAILING)
    await change(id, `status = '${status}'`)
    // Who is paused is not disabled.
    expect(await healthOf(id)).toEqual({
      ...SHOWN,
      ...(status === 'PAUSED' && { disableAt: null, deliveriesToDisable: 0 }),
    })
  })

  test.each([
    ['FAILING', SINCE.toISOString()],
    ['REQUESTED', null],
    ['GONE', null],
  ])('is DISABLED when its status is, for %s', async (reason, failingSince) => {
    const id = await newWebhook()
    await know(id, FAILING)
    await change(id, `status = 'DISABLED', status_reason = '${reason}'`)
    expect(await healthOf(id)).toEqual({
      ...SHOWN,
      state: 'DISABLED',
      failingSince,
      disableAt: null,
      deliveriesToDisable: 0,
      nextProbeAt: null,
    })
  })

  test('names the delivery that goes on trying while it is pending, and counts those that wait', async () => {
    const own = await openOrganization()
    const id = await newWebhook({}, own)
    for (let count = 0; count < 4; count += 1) await publish(own.client, 'a.b', {})
    const [probe, held, started] = await rows(app, `select id from deliveries_open where webhook_id = ?`, [
      id,
    ])
    await rows(app, `update deliveries set started_at = now() where id = ? returning 1`, [probe.id])
    await rows(app, `update deliveries set attempt_started_at = now() where id = ? returning 1`, [started.id])
    const health = async () => (await read(id, own)).health
    expect((await health()).held).toBe(0)
    await know(id, { ...FAILING, probe_id: probe.id })
    expect(await health()).toMatchObject({ probe: { id: probe.id }, held: 2 })
    await know(id, { failing_since: null })
    expect(await health()).toMatchObject({ probe: null, held: 0 })
    const limits = [
      { ramp: 2 },
      { pace: 0.5 },
      { rate_limit: 1, rate_seconds: 1 },
      { quiet_until: ago(-HOUR_MS) },
    ]
    for (const limit of limits) {
      await know(id, limit)
      expect(await health(), JSON.stringify(limit)).toMatchObject({ held: 2 })
      await know(id, Object.fromEntries(Object.keys(limit).map((column) => [column, null])))
    }
    await know(id, { quiet_until: ago(1_000) })
    expect(await health()).toMatchObject({ held: 0 })
    await rows(app, `update deliveries set held_until = now() where id = ? returning 1`, [held.id])
    expect(await health()).toMatchObject({ held: 1 })
    await know(id, FAILING)
    await rows(
      app,
      `update deliveries set status = 'CANCELED', finished_at = now() where id = ? returning 1`,
      [probe.id],
    )
    expect(await health()).toMatchObject({ probe: null, held: 2 })
  })

  test('is of the organization itself: another sees nothing of it', async () => {
    const id = await newWebhook()
    await know(id, FAILING)
    const other = await openOrganization()
    await expect(read(id, other)).rejects.toThrow('NOT_FOUND')
    const { organization: seen } = await other.client.request(
      '{ organization { webhooksInNeed { id } disableFailing { afterHours afterDeliveries } } }',
    )
    expect(seen.webhooksInNeed).toEqual([])
  })

  test('can be asked for of 200 webhooks at once', async () => {
    const own = await openOrganization()
    const ids = [await newWebhook({}, own), await newWebhook({}, own), await newWebhook({}, own)]
    await know(ids[1]!, FAILING)
    const { webhooks } = await own.client.request(`{ webhooks(first: 200) { nodes { ${HEALTH} } } }`)
    expect(webhooks.nodes.map(({ health }: any) => health.state)).toEqual(['HEALTHY', 'FAILING', 'HEALTHY'])
  })
})

describe('what its receiver asked for (protocol 4.15)', () => {
  test.each<[Record<string, unknown>, number | null]>([
    [{ rate_limit: 10, rate_seconds: 1 }, 10],
    [{ rate_limit: 30, rate_seconds: 60 }, 0.5],
    [{ pace: 2.5 }, 2.5],
    [{ rate_limit: 10, rate_seconds: 1, pace: 2.5 }, 2.5],
    [{ rate_limit: 1, rate_seconds: 1, pace: 2.5 }, 1],
    [{ pace: 2.5, quiet_until: ago(-HOUR_MS) }, 0],
    [{ pace: 2.5, quiet_until: ago(60_000) }, 2.5],
    [{ ramp: 2 }, null],
  ])('%j is an effective rate of %s', async (row, effectiveRate) => {
    const id = await newWebhook()
    await know(id, row)
    const quietUntil = effectiveRate === 0 ? (row['quiet_until'] as Date).toISOString() : null
    expect(await read(id)).toMatchObject({ effectiveRate, quietUntil })
  })
})

describe('an organization (protocol 4.13)', () => {
  const UPDATE = `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) {
    organization { disableFailing { afterHours afterDeliveries } chosenDisableFailing { afterHours afterDeliveries } }
    userErrors { code field message } } }`
  const choose = async (id: string, disableFailing: object | null) =>
    (await operator.request(UPDATE, { input: { id, disableFailing } })).updateOrganization

  test('chooses when its failing webhooks are disabled, and the server does otherwise', async () => {
    const own = await openOrganization()
    const id = await newWebhook({}, own)
    await know(id, FAILING)
    const disableAt = async () => (await read(id, own)).health.disableAt
    const server = { afterHours: 72, afterDeliveries: 20 }
    expect((await choose(own.id, null)).organization).toEqual({
      disableFailing: server,
      chosenDisableFailing: { afterHours: null, afterDeliveries: null },
    })
    expect((await choose(own.id, { afterHours: 1.5, afterDeliveries: 3 })).organization).toEqual({
      disableFailing: { afterHours: 1.5, afterDeliveries: 3 },
      chosenDisableFailing: { afterHours: 1.5, afterDeliveries: 3 },
    })
    expect(await disableAt()).toBe(new Date(SINCE.getTime() + 1.5 * HOUR_MS).toISOString())
    expect((await choose(own.id, { afterHours: 0 })).organization).toEqual({
      disableFailing: { afterHours: null, afterDeliveries: 20 },
      chosenDisableFailing: { afterHours: 0, afterDeliveries: null },
    })
    expect(await disableAt()).toBeNull()
    // Left out: unchanged. Empty: the server's.
    await operator.request(UPDATE, { input: { id: own.id, name: 'Other' } })
    expect(await disableAt()).toBeNull()
    expect((await choose(own.id, {})).organization.disableFailing).toEqual(server)
  })

  test.each([
    [{ afterHours: 0.5 }, ['afterHours']],
    [{ afterHours: -1 }, ['afterHours']],
    [{ afterHours: 8_761 }, ['afterHours']],
    [{ afterDeliveries: 0 }, ['afterDeliveries']],
    [{ afterHours: 9_000, afterDeliveries: 10_001 }, ['afterHours', 'afterDeliveries']],
  ])('can not choose %j', async (disableFailing, fields) => {
    const { organization: none, userErrors } = await choose(organization.id, disableFailing)
    expect(none).toBeNull()
    expect(userErrors).toEqual(
      fields.map((name) => ({
        code: 'INVALID',
        field: ['input', 'disableFailing', name],
        message: expect.stringMatching(/^It must be .*from 1 to /),
      })),
    )
  })

  test('without a choice has that of the settings, of which 0 hours are never', async () => {
    await using never = await openTestApp({ workers: 0, environment: { DISABLE_FAILING_HOURS: '0' } })
    const { client } = await never.organization()
    expect(
      (await client.request('{ organization { disableFailing { afterHours afterDeliveries } } }'))
        .organization.disableFailing,
    ).toEqual({ afterHours: null, afterDeliveries: 20 })
  })

  test('has the webhooks that somebody has to look at: failing ones, the longest first, then disabled ones', async () => {
    const own = await openOrganization()
    const names = new Map<string, string>()
    const made = async (name: string, row: object | null, columns = `status = 'ENABLED'`) => {
      const id = await newWebhook({}, own)
      names.set(id, name)
      if (row) await know(id, { ...FAILING, ...row })
      await change(id, columns)
    }
    await made('healthy', null)
    await made('recovered', { failing_since: null })
    await made('failing', {})
    await made('failing for long', { failing_since: ago(9 * HOUR_MS) }, `status = 'PAUSED'`)
    const disabled = (reason: string, hours: number) =>
      `status = 'DISABLED', status_reason = '${reason}', missed_since = now() - interval '${hours} hours'`
    await made('gone', null, disabled('GONE', 1))
    await made('failed', { failing_since: ago(99 * HOUR_MS) }, disabled('FAILING', 2))
    await made('asked for', {}, disabled('REQUESTED', 0))
    await made('the plan', null, disabled('PLAN', 0))
    await made('deleted', {}, `deleted_at = now()`)
    const inNeed = async () =>
      (
        await own.client.request('{ organization { webhooksInNeed { id health { state } } } }')
      ).organization.webhooksInNeed.map(({ id }: { id: string }) => names.get(id))
    expect(await inNeed()).toEqual(['failing for long', 'failing', 'gone', 'failed'])
    for (let count = 0; count < 18; count += 1) await made(`more ${count}`, {})
    expect(await inNeed()).toHaveLength(20)
  })
})

describe('a rate limit (protocol 4.14)', () => {
  const UPDATE = `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) {
    webhook { updatedAt rateLimit { limit per } effectiveRate } userErrors { code field message } } }`
  const update = async (id: string, input: object) =>
    (await organization.client.request(UPDATE, { input: { id, ...input } })).updateWebhook

  test.each(['SECOND', 'MINUTE', 'HOUR'])('per %s is kept as it was given', async (per) => {
    const id = await newWebhook({ rateLimit: { limit: 60, per } })
    const effectiveRate = { SECOND: 60, MINUTE: 1, HOUR: 1 / 60 }[per]
    expect(await read(id)).toMatchObject({ rateLimit: { limit: 60, per }, effectiveRate })
  })

  test.each([0, -1, 1_000_001])(
    'of %i is refused, for a new webhook and for one that is there',
    async (limit) => {
      const rateLimit = { limit, per: 'SECOND' }
      const userErrors = [
        {
          code: 'INVALID',
          field: ['input', 'rateLimit', 'limit'],
          message: 'The limit must be from 1 to 1000000.',
        },
      ]
      await expect(newWebhook({ rateLimit })).rejects.toThrow('from 1 to 1000000')
      const id = await newWebhook()
      expect(await update(id, { rateLimit })).toMatchObject({ webhook: null, userErrors })
      expect(await rowOf(id)).toBeUndefined()
    },
  )

  test('is changed and cleared with the webhook; what else is known stays', async () => {
    const id = await newWebhook()
    await know(id, FAILING)
    const steps = []
    const step = async (input: object) => {
      const { webhook } = accepted({ update: await update(id, input) })
      steps.push(webhook.updatedAt)
      return webhook.rateLimit
    }
    steps.push((await read(id)).updatedAt)
    const rateLimit = { limit: 5, per: 'MINUTE' }
    expect(await step({ rateLimit })).toEqual(rateLimit)
    const fastest = { limit: 1_000_000, per: 'HOUR' }
    expect(await step({ rateLimit: fastest })).toEqual(fastest)
    expect(await step({ rateLimit: fastest })).toEqual(fastest) // nothing changes
    expect(await step({ rateLimit: null })).toBeNull()
    expect(new Set(steps).size).toBe(4)
    expect(steps.toSorted()).toEqual(steps)
    // Nothing changes.
    expect(await step({ rateLimit: null })).toBeNull()
    expect(await step({ description: '' })).toBeNull()
    expect(new Set(steps).size).toBe(4)
    expect(await rowOf(id)).toMatchObject({ ...FAILING, rate_limit: null, rate_seconds: null })
  })

  test('that is left out does not change, and a concurrent change is noticed', async () => {
    const id = await newWebhook()
    const { updatedAt } = await read(id)
    await update(id, { rateLimit: { limit: 5, per: 'SECOND' } })
    expect((await update(id, { description: 'x' })).webhook.rateLimit).toEqual({ limit: 5, per: 'SECOND' })
    const late = await update(id, { rateLimit: null, expectedUpdatedAt: updatedAt })
    expect(late.userErrors).toMatchObject([{ code: 'CONFLICT' }])
    expect((await read(id)).rateLimit).toEqual({ limit: 5, per: 'SECOND' })
  })

  test('that is faster acts at once', async () => {
    const id = await newWebhook({ rateLimit: { limit: 1, per: 'HOUR' } })
    await know(id, { next_at: ago(-HOUR_MS) })
    await update(id, { rateLimit: { limit: 10, per: 'SECOND' } })
    expect((await rowOf(id)).next_at.getTime()).toBeLessThan(Date.now() + 1_000)
    expect((await rowOf(id)).look_at).not.toBeNull()
    await know(id, { look_at: null })
    await update(id, { rateLimit: null })
    expect(await rowOf(id)).toMatchObject({ next_at: null, look_at: expect.any(Date) })
  })

  test('is a part of what an idempotency key stands for', async () => {
    const input = { idempotencyKey: 'limited', rateLimit: { limit: 5, per: 'SECOND' } }
    const id = await newWebhook(input)
    expect(await newWebhook(input)).toBe(id)
    await expect(newWebhook({ ...input, rateLimit: { limit: 6, per: 'SECOND' } })).rejects.toThrow(
      'IDEMPOTENCY_KEY_REUSED',
    )
    await expect(newWebhook({ ...input, rateLimit: null })).rejects.toThrow('IDEMPOTENCY_KEY_REUSED')
  })
})

describe('a webhook that is FAILING (protocol 4.12)', () => {
  const began = async (id: string) => {
    const { counted_from, notices, probe_at, probe_id, failing_since, look_at } = await rowOf(id)
    const isNow = (time: Date | null) => time !== null && Math.abs(time.getTime() - Date.now()) < 60_000
    return {
      counted: isNow(counted_from),
      notices,
      probes: isNow(probe_at),
      looked: isNow(look_at),
      probe_id,
      failing_since,
    }
  }
  const BEFORE = { ...FAILING, notices: 2, probe_id: 'wd_probe', probe_at: ago(-HOUR_MS) }
  const ANEW = { counted: true, notices: 0, probes: true, looked: true, probe_id: null, failing_since: SINCE }

  test.each(['ENABLED', 'PAUSED', 'DISABLED'])(
    'and is enabled begins anew, also when it was %s',
    async (status) => {
      const id = await newWebhook()
      await know(id, BEFORE)
      await change(id, `status = '${status}'`)
      expect(
        accepted({ enabled: await operate(organization.client, 'enableWebhook', id) }).webhook,
      ).toMatchObject({
        status: 'ENABLED',
        statusReason: null,
      })
      expect(await began(id)).toEqual(ANEW)
      expect((await healthOf(id)).state).toBe('FAILING')
    },
  )

  test('and comes back with a plan begins anew', async () => {
    const own = await app.organization({ dialect: 'sjocamp', plan: 'TEAM' })
    const id = await newWebhook({ eventTypes: ['lead.created'] }, own)
    const plan = (plan: string) =>
      operator.request(
        `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { disabledWebhooks enabledWebhooks } }`,
        { input: { id: own.id, plan } },
      )
    expect((await plan('FREE')).updateOrganization.disabledWebhooks).toBe(1)
    await know(id, BEFORE)
    expect((await plan('TEAM')).updateOrganization.enabledWebhooks).toBe(1)
    expect(await began(id)).toEqual(ANEW)
  })

  test('and gets another receiver probes it at once: that one asked for nothing', async () => {
    const id = await newWebhook()
    const asked = {
      quiet_until: ago(-HOUR_MS),
      pace: 0.1,
      pace_step: 1,
      paced_at: ago(0),
      halved_at: ago(0),
      next_at: ago(-HOUR_MS),
    }
    const update = (input: object) =>
      organization.client.request(
        `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { userErrors { message } } }`,
        { input: { id, ...input } },
      )
    await know(id, { ...BEFORE, ...asked })
    await update({ description: 'the same receiver' })
    expect(await rowOf(id)).toMatchObject({ ...BEFORE, ...asked, next_at: expect.any(Date) })
    await update({ headers: [{ name: 'X-Other', value: '1' }] })
    expect(await began(id)).toEqual(ANEW)
    expect(await rowOf(id)).toMatchObject({
      quiet_until: null,
      pace: null,
      pace_step: null,
      paced_at: null,
      halved_at: null,
      next_at: null,
    })
    await know(id, asked)
    await update({ url: 'https://localhost:1/other' })
    expect(await read(id)).toMatchObject({ effectiveRate: null, quietUntil: null })
  })

  test('and is deleted leaves nothing', async () => {
    const id = await newWebhook()
    await know(id, FAILING)
    await operate(organization.client, 'deleteWebhook', id)
    expect(await rowOf(id)).toBeUndefined()
  })

  test('says of its deliveries why they are held', async () => {
    const own = await openOrganization()
    const id = await newWebhook({}, own)
    const event = await publish(own.client, 'a.b', {})
    const said = async () => (await deliveriesOf(own.client, event))[0].decision
    expect(await said()).toMatch(/^The first attempt is about to be made\.|^It waits for its turn/)
    await know(id, { ...FAILING, probe_id: 'wd_other' })
    expect(await said()).toMatch(
      /^Held: its webhook has been failing since .* UTC\. One delivery goes on trying; this one follows when that succeeds\.$/,
    )
    await rows(
      app,
      `update deliveries set held_until = now() + interval '3 hours', next_attempt_at = now() where webhook_id = ? returning 1`,
      [id],
    )
    expect(await said()).toMatch(/, at the latest in (3 h|2 h 59 min)\.$/)
    const { deliveries } = await own.client.request('{ deliveries { nodes { nextAttemptAt } } }')
    expect(deliveries.nodes).toEqual([{ nextAttemptAt: null }])
    await rows(app, `update deliveries set held_until = 'infinity' where webhook_id = ? returning 1`, [id])
    expect(await said()).toMatch(/this one follows when that succeeds\.$/)
    await know(id, { failing_since: null, quiet_until: ago(-HOUR_MS) })
    expect(await said()).toMatch(/^Held: its receiver asked for it, for (1 h|59 min( \d+ s)?) more\.$/)
  })
})
