import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { rows } from '../support/sql.ts'
import { openStage } from './stage.ts'

/** The most of these times that lie within any `windowMs`. */
function mostWithin(times: readonly number[], windowMs: number): number {
  let most = 0
  for (let first = 0, last = 0; last < times.length; last += 1) {
    while (times[last]! - times[first]! >= windowMs) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}

describe.each(['workflow', 'direct'])('in the %s lane, two workers', (lane) => {
  let app: TestApp
  beforeAll(async () => {
    app = await openTestApp({ workers: 2, environment: { FIRST_ATTEMPT: lane } })
  })
  afterAll(() => app[Symbol.asyncDispose]())

  test('a limit of 10 a second is kept', async () => {
    await using stage = await openStage(app)
    await stage.update({ rateLimit: { limit: 10, per: 'SECOND' } })
    const times: number[] = []
    stage.answers(() => {
      times.push(performance.now())
      return { status: 200 }
    })
    const published = performance.now()
    const ids = await stage.publishMany(100)
    await eventually(async () => (await stage.statuses(ids)).SUCCEEDED === 100, { deadlineMs: 90_000 })
    expect(times).toHaveLength(100)
    // A busy machine makes requests late, never early; the bench measures how well the limit is used.
    for (const [index, at] of times.entries()) expect(at - published).toBeGreaterThan((index - 14) * 100)
    expect(times.at(-1)! - published).toBeGreaterThan(9_700)
  })

  test('a receiver that asks for less just after durahook was away gets as many as it took before', async () => {
    await using stage = await openStage(app)
    const before = await stage.publishMany(50)
    await eventually(async () => (await stage.statuses(before)).SUCCEEDED === 50)
    // All within the same second, however long they took here.
    const away = `now() - interval '5 minutes'`
    await rows(
      app,
      `update attempts set started_at = ${away}, finished_at = ${away} where webhook_id = ? returning 1`,
      [stage.webhookId],
    )
    // It asks once: each time halves the pace.
    stage.answers(() => ({ status: 429, headers: { 'retry-after': '3600' } }))
    await stage.publishMany(1)
    const { pace } = await eventually(async () => {
      const health = await stage.health()
      return health?.pace != null && health
    })
    expect(pace).toBe(5)
  })

  test('a limit that is taken away lets all go', async () => {
    await using stage = await openStage(app)
    await stage.update({ rateLimit: { limit: 1, per: 'HOUR' } })
    const ids = await stage.publishMany(20)
    await eventually(async () => (await stage.statuses(ids)).SUCCEEDED === 1)
    await eventually(async () => (await stage.held(ids)) === 19)
    await stage.update({ rateLimit: null })
    await eventually(async () => (await stage.statuses(ids)).SUCCEEDED === 20)
  })

  test('a receiver that takes 5 requests in 3 seconds gets no storm, and all', async () => {
    await using stage = await openStage(app)
    // One that is refused twice would wait for minutes.
    await stage.update({ retryPolicy: { delays: Array.from({ length: 20 }, () => 3) } })
    const taken: number[] = []
    const refused: number[] = []
    stage.answers(() => {
      const now = performance.now()
      while (taken.length > 0 && now - taken[0]! > 3_000) taken.shift()
      if (taken.length >= 5) {
        refused.push(now)
        return { status: 429, headers: { 'retry-after': '3' } }
      }
      taken.push(now)
      return { status: 200 }
    })
    const ids = await stage.publishMany(25)
    await eventually(async () => (await stage.statuses(ids)).SUCCEEDED === 25, { deadlineMs: 120_000 })
    // What was on its way at first, and then one at a time.
    const first = refused.filter((at) => at - refused[0]! < 1_500).length
    expect(first).toBeLessThanOrEqual(20)
    const later = refused.filter((at) => at - refused[0]! >= 1_500)
    expect(mostWithin(later, 2_500)).toBeLessThanOrEqual(3)
  })

  test.each([
    { name: 'less for a time', answer: { status: 429, headers: { 'retry-after': '3600' } } },
    { name: 'nothing more', answer: { status: 410 } },
  ])('a receiver that asks for $name gets no more than what was on its way', async ({ answer }) => {
    await using stage = await openStage(app)
    let taken = 0
    let refused = 0
    stage.answers(() => {
      if (taken === 5) {
        refused += 1
        return answer
      }
      taken += 1
      return { status: 200 }
    })
    const ids = await stage.publishMany(100)
    await eventually(async () => {
      const [left] = await rows(
        app,
        `select count(*)::int as waiting from deliveries where id in (?) and status = 'PENDING'
          and (attempt_started_at is not null or (started_at is null and held_until is null))`,
        [ids],
      )
      return taken === 5 && left.waiting === 0
    })
    expect(refused).toBeGreaterThan(0)
    expect(refused).toBeLessThanOrEqual(20)
  })
})
