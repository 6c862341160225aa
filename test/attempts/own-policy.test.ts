import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attemptTimes, deadlineMsOf, retriesOf, type OwnPolicy } from '../../src/retries/own-policy.ts'
import { loadDialects } from '../../src/dialects/registry.ts'
import type { PolicyInput } from '../../src/retries/check-policy.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { openOrganization } from '../support/dialects.ts'
import { operate } from '../support/operate.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { createEventType } from '../support/webhooks.ts'
import { openTemporal, type TestTemporal } from '../support/temporal.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** The last attempt of a delivery that goes on until its 24 hours end. */
const LAST = DAY - MINUTE

const dialects = await loadDialects()
const standard = dialects.get('standard')!

/** Each policy with the times of the attempts that it promises, in seconds from the first, without jitter. */
const POLICIES: [name: string, policy: PolicyInput, times: number[]][] = [
  ['one delay', { delays: [60] }, [0, 60]],
  ['three delays', { delays: [1, 10, 100] }, [0, 1, 11, 111]],
  ['delays, fewer retries', { delays: [5, 5, 5, 5], maximumRetries: 2 }, [0, 5, 10]],
  ['no retries', { maximumRetries: 0 }, [0]],
  ["the dialect's, fewer retries", { maximumRetries: 3 }, [0, 5, 305, 2_105]],
  [
    'exponential',
    { exponential: { initialSeconds: 10, factor: 3, maximumSeconds: 600 }, maximumRetries: 5 },
    [0, 10, 40, 130, 400, 1_000],
  ],
  [
    'exponential with a factor of 1',
    { exponential: { initialSeconds: 7, factor: 1, maximumSeconds: 7 }, maximumRetries: 3 },
    [0, 7, 14, 21],
  ],
  [
    'exponential until the 24 hours end',
    { exponential: { initialSeconds: 3_600, factor: 2, maximumSeconds: 28_800 } },
    [0, 3_600, 10_800, 25_200, 54_000, 82_800, LAST / SECOND],
  ],
  ['a delay beyond the 24 hours', { delays: [86_400] }, [0, LAST / SECOND]],
  ['a deadline', { delays: [60, 600, 6_000], deadlineSeconds: 1_000 }, [0, 60, 660, 1_000]],
  ['a deadline before the first retry', { delays: [600], deadlineSeconds: 30 }, [0, 30]],
  ["the dialect's until a deadline", { deadlineSeconds: 3_600 }, [0, 5, 305, 2_105, 3_600]],
]

const own = (policy: PolicyInput): OwnPolicy => ({
  delays: null,
  exponential: null,
  maximumRetries: null,
  timeoutMs: null,
  deadlineSeconds: null,
  ...(policy as Partial<OwnPolicy>),
})

test.each(POLICIES)('%s: the times that are promised (protocol 3.9)', (_, policy, times) => {
  const chosen = own(policy)
  const promised = attemptTimes(retriesOf(chosen, standard.retryPolicy), deadlineMsOf(chosen), 100)
  expect(promised.map((milliseconds) => milliseconds / SECOND)).toEqual(times)
})

describe('in the API', () => {
  let app: TestApp
  let temporal: TestTemporal
  let failing: TestReceiver
  beforeAll(async () => {
    app = await openTestApp()
    temporal = await openTemporal(app)
    failing = await openReceiver(() => ({ status: 500 }))
  })
  afterAll(async () => {
    await temporal[Symbol.asyncDispose]()
    await app[Symbol.asyncDispose]()
    await failing.close()
  })

  const POLICY = `retryPolicy { times jitter timeoutMs deadlineSeconds own { delays maximumRetries timeoutMs deadlineSeconds
    exponential { initialSeconds factor maximumSeconds } } }`
  const update = async (client: TestClient, id: string, retryPolicy: PolicyInput | null) =>
    (
      await client.request(
        `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { webhook { ${POLICY} }
          userErrors { code field message } } }`,
        { input: { id, retryPolicy } },
      )
    ).updateWebhook
  const check = async (client: TestClient, retryPolicy: unknown, dialect?: string) =>
    (
      await client.request(
        `query ($retryPolicy: RetryPolicyInput!, $dialect: String) { checkRetryPolicy(retryPolicy: $retryPolicy, dialect: $dialect) {
          ${POLICY} userErrors { code field message } } }`,
        { retryPolicy, dialect },
      )
    ).checkRetryPolicy

  /** Milliseconds from each attempt's end to the next one's planned beginning. */
  const delaysOf = async (deliveryId: string): Promise<number[]> =>
    (
      await rows(
        app,
        `select extract(epoch from next_attempt_at - finished_at) * 1000 as delay from attempts where delivery_id = ? order by number`,
        [deliveryId],
      )
    )
      .slice(0, -1)
      .map(({ delay }) => Number(delay))

  /** Each delay is what lies between two times, with jitter; only the one to the last time is cut off there. */
  function expectDelays(delays: number[], times: number[]): void {
    expect(delays).toHaveLength(times.length - 1)
    delays.forEach((delay, index) => {
      const planned = (times[index + 1]! - times[index]!) * SECOND
      expect(delay, `delay ${index} of ${delays.join()}`).toBeGreaterThanOrEqual(planned * 0.8 - 1)
      expect(delay, `delay ${index} of ${delays.join()}`).toBeLessThanOrEqual(planned * 1.2 + 1)
    })
  }

  test.concurrent.each(POLICIES)('%s: attempts are made at these times', async (_, policy, times) => {
    const organization = await openOrganization(app)
    const { id } = await organization.webhook(failing.url)
    const { webhook, userErrors } = await update(organization.client, id, policy)
    expect(userErrors).toEqual([])
    expect(webhook.retryPolicy.times).toEqual(times)
    const from = performance.now()
    const deliveryId = (await organization.publish()).deliveryIds[0]!
    await temporal.skipTime(deliveryId)
    const { attemptCount, decision } = await organization.untilStatus(deliveryId, 'FAILED')
    const tookSeconds = (performance.now() - from) / SECOND
    const cutOff = policy.deadlineSeconds != null || times.at(-1) === LAST / SECOND
    const delays = await delaysOf(deliveryId)
    if (!cutOff) return expectDelays(delays, times)
    // By chance of the jitter one attempt more or fewer comes before the end, at which the last is.
    expect(decision).toMatch(/deadline is over|24 hours are over|retr(y|ies) (was|were) made/)
    expect(Math.abs(attemptCount - times.length)).toBeLessThanOrEqual(1)
    const sure = Math.max(Math.min(delays.length, times.length - 3), 0)
    expectDelays(delays.slice(0, sure), times.slice(0, sure + 1))
    const waited = delays.reduce((sum, delay) => sum + delay, 0) / SECOND
    // A list may have come to its end before, if its delays were short by chance.
    const shortest = policy.delays ? policy.delays.reduce((sum, delay) => sum + delay * 0.8, 0) : Infinity
    // What the attempts took, on a busy machine, is a part of the time.
    expect(waited).toBeGreaterThan(Math.min(times.at(-1)! - 10 - tookSeconds, shortest - 1))
    expect(waited).toBeLessThanOrEqual(times.at(-1)!)
  })

  test('one that is changed while a delivery waits acts on its next attempt, also when it is taken back', async () => {
    const organization = await openOrganization(app)
    const { client } = organization
    const { id } = await organization.webhook(failing.url)
    const changed = async (to: PolicyInput | null) => {
      await update(client, id, { delays: [100, 100, 100, 100] })
      const deliveryId = (await organization.publish()).deliveryIds[0]!
      await organization.until(deliveryId, ({ nextAttemptAt }) => nextAttemptAt !== null)
      expect((await update(client, id, to)).userErrors).toEqual([])
      await temporal.skipTime(deliveryId)
      await organization.untilStatus(deliveryId, 'FAILED')
      return delaysOf(deliveryId)
    }
    expectDelays(await changed({ delays: [7, 7_000, 70] }), [0, 100, 7_100, 7_170])
    expectDelays(await changed({ maximumRetries: 1 }), [0, 100])
    // The dialect's second delay and those after it.
    expectDelays((await changed(null)).slice(0, 3), [0, 100, 400, 2_200])
  })

  test('timeoutMs: an attempt ends then; the next is by what was chosen meanwhile', async () => {
    await using hanging = await openReceiver(() => 'hang')
    const organization = await openOrganization(app)
    const { id } = await organization.webhook(hanging.url)
    await update(organization.client, id, { timeoutMs: 1_000, delays: [600, 600] })
    const deliveryId = (await organization.publish()).deliveryIds[0]!
    await organization.until(deliveryId, ({ nextAttemptAt }) => nextAttemptAt !== null)
    await update(organization.client, id, { timeoutMs: 2_000, delays: [600, 600] })
    await temporal.skipTime(deliveryId)
    const { attempts } = await organization.untilStatus(deliveryId, 'FAILED')
    const [first, second] = attempts.nodes
    expect(first.error).toMatch(/1 s/)
    expect(second.error).toMatch(/2 s/)
  })

  test('a deadline also ends a delivery that waits for a paused webhook', async () => {
    const organization = await openOrganization(app)
    const { id } = await organization.webhook(failing.url)
    await update(organization.client, id, { delays: [600, 600], deadlineSeconds: 900 })
    const deliveryId = (await organization.publish()).deliveryIds[0]!
    await organization.until(deliveryId, ({ nextAttemptAt }) => nextAttemptAt !== null)
    await operate(organization.client, 'pauseWebhook', id)
    await temporal.skipTime(deliveryId)
    const { attemptCount, decision } = await organization.untilStatus(deliveryId, 'FAILED')
    expect([attemptCount, decision]).toEqual([1, 'The webhook is paused. Its deadline is over.'])
    expect(await temporal.virtualMs(deliveryId)).toBeLessThan(16 * MINUTE)
  })

  const exponential = (more: object) => ({
    exponential: { initialSeconds: 1, factor: 2, maximumSeconds: 60, ...more },
  })
  test.each<[name: string, policy: unknown, field: string | null]>([
    ['no delays', { delays: [] }, 'retryPolicy.delays'],
    ['too many delays', { delays: Array(51).fill(1) }, 'retryPolicy.delays'],
    ['a delay of 0', { delays: [5, 0] }, 'retryPolicy.delays.1'],
    ['a delay below 0', { delays: [-1] }, 'retryPolicy.delays.0'],
    ['a delay over a day', { delays: [86_401] }, 'retryPolicy.delays.0'],
    ['both forms', { delays: [1], ...exponential({ maximumSeconds: 3_600 }) }, 'retryPolicy.delays'],
    ['a factor below 1', exponential({ factor: 0.5 }), 'retryPolicy.exponential.factor'],
    ['a factor over 10', exponential({ factor: 10.1 }), 'retryPolicy.exponential.factor'],
    ['an initial delay of 0', exponential({ initialSeconds: 0 }), 'retryPolicy.exponential.initialSeconds'],
    ['a longest delay of 0', exponential({ maximumSeconds: 0 }), 'retryPolicy.exponential.maximumSeconds'],
    [
      'a longest delay below the first',
      exponential({ initialSeconds: 60, maximumSeconds: 59 }),
      'retryPolicy.exponential.maximumSeconds',
    ],
    ['retries below 0', { maximumRetries: -1 }, 'retryPolicy.maximumRetries'],
    ['51 retries', { maximumRetries: 51 }, 'retryPolicy.maximumRetries'],
    ['a timeout below a second', { timeoutMs: 999 }, 'retryPolicy.timeoutMs'],
    ['a timeout over 30 s', { timeoutMs: 30_001 }, 'retryPolicy.timeoutMs'],
    ['a deadline of 0', { deadlineSeconds: 0 }, 'retryPolicy.deadlineSeconds'],
    ['a deadline over a day', { deadlineSeconds: 86_401 }, 'retryPolicy.deadlineSeconds'],
    ['thousands of retries', exponential({}), 'retryPolicy'],
  ])('%s is refused, with the field', async (_, policy, field) => {
    const { client } = await app.organization({ dialect: 'standard' })
    const { retryPolicy, userErrors } = await check(client, policy)
    expect(retryPolicy).toBeNull()
    expect(userErrors.map((error: any) => [error.code, error.field.join('.')])).toEqual([['INVALID', field]])
  })

  test('a policy that is refused changes nothing', async () => {
    const organization = await openOrganization(app)
    const { id } = await organization.webhook(failing.url)
    await update(organization.client, id, { delays: [3] })
    const refused = await update(organization.client, id, { delays: [0] })
    expect(refused.userErrors).toMatchObject([
      { code: 'INVALID', field: ['input', 'retryPolicy', 'delays', '0'] },
    ])
    const { webhook } = await organization.client.request(
      `query ($id: ID!) { webhook(id: $id) { ${POLICY} } }`,
      { id },
    )
    expect(webhook.retryPolicy.times).toEqual([0, 3])
  })

  test('chosen at creation, shown, and none of it where the dialect promises its own', async () => {
    const { client } = await app.organization({ dialect: 'standard' })
    await createEventType(client, 'thing.happened')
    const policy = { delays: [2, 4], timeoutMs: 5_000, deadlineSeconds: 60 }
    const create = (more: object) =>
      client.request(
        `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { ${POLICY} } userErrors { code field } } }`,
        { input: { url: failing.url, eventTypes: ['thing.happened'], ...more } },
      )
    const { webhook } = (await create({ retryPolicy: policy })).createWebhook
    expect(webhook.retryPolicy).toEqual({
      times: [0, 2, 6],
      jitter: 0.2,
      timeoutMs: 5_000,
      deadlineSeconds: 60,
      own: { ...policy, maximumRetries: null, exponential: null },
    })
    const without = (await create({})).createWebhook.webhook.retryPolicy
    expect(without).toEqual({
      times: [0, 5, 305, 2_105, 9_305, 27_305, 63_305],
      jitter: 0.2,
      timeoutMs: 20_000,
      deadlineSeconds: 86_400,
      own: null,
    })
    for (const dialect of ['sjocamp', 'campsite'])
      expect((await check(client, policy, dialect)).userErrors).toMatchObject([
        { code: 'RETRY_POLICY_NOT_SUPPORTED', field: ['retryPolicy'] },
      ])
  })
})
