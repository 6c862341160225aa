import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type Answer } from '../support/receiver.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'
import { withHouse, type House } from './support/house.ts'
import { newTally, publishUntilAccepted, type PublishTally } from './support/publisher.ts'

/** Deliveries that wait for a dead webhook; `HEALTH_WAITING=10000` is what issue 15 asks for. */
const WAITING = Number(process.env['HEALTH_WAITING'] ?? 500)

/** As the settings say unless given. */
const ATTEMPTS_PER_WEBHOOK = 20

/** Answers what a webhook's path is told to, and remembers what came. */
async function openRooms() {
  const answers = new Map<string, () => Answer | Promise<Answer>>()
  /** Event ids, in the order they came, and those that were answered with 200; by path. */
  const came = new Map<string, string[]>()
  const taken = new Map<string, Set<string>>()
  const receiver = await openReceiver(async ({ path, headers }) => {
    const eventId = String(headers['webhook-id'])
    came.set(path, [...(came.get(path) ?? []), eventId])
    const answer = await answers.get(path)!()
    if (typeof answer === 'object' && answer.status === 200)
      taken.set(path, (taken.get(path) ?? new Set()).add(eventId))
    return answer
  })
  return {
    url: receiver.url,
    answers: (path: string, answer: () => Answer | Promise<Answer>) => answers.set(path, answer),
    dies: (path: string) => answers.set(path, () => ({ status: 500 })),
    lives: (path: string) => answers.set(path, () => ({ status: 200 })),
    came: (path: string) => came.get(path) ?? [],
    taken: (path: string) => taken.get(path) ?? new Set<string>(),
    [Symbol.asyncDispose]: () => receiver.close(),
  }
}

type Rooms = Awaited<ReturnType<typeof openRooms>>

/** A webhook of its own event type, whose receiver is dead at first. */
async function openPatient(house: House, rooms: Rooms, name: string) {
  const client = house.clients[0]!
  const path = `/${name}`
  const type = `${name}.happened`
  rooms.dies(path)
  await createEventType(client, type)
  const { id } = await createWebhook(client, { url: `${rooms.url}${path}`, eventTypes: [type] })
  const tally: PublishTally = newTally()
  const one = async <Row = any>(statement: string): Promise<Row> =>
    (await house.query<any>(statement, [id]))[0]
  const health = () => one(`select * from webhook_health where webhook_id = $1`)
  return {
    id,
    path,
    tally,
    health,
    async publish(count: number) {
      const base = tally.accepted.size
      for (let done = 0; done < count; done += 100) {
        const drafts = Array.from({ length: Math.min(count - done, 100) }, (_, index) => ({
          key: `${name}-${base + done + index}`,
          type,
          manners: [],
        }))
        await publishUntilAccepted(house.clients, drafts, tally)
      }
    },
    failures: (count: number) =>
      eventually(async () => ((await health())?.failures ?? 0) >= count, {
        deadlineMs: 120_000,
        describe: () => `${name} has ${count} failures`,
      }),
    isFailing: () =>
      eventually(async () => (await health())?.failing_since, {
        deadlineMs: 120_000,
        describe: () => `${name} is FAILING`,
      }),
    /** Its operational events, without those of its deliveries. */
    told: () =>
      house.query<{ type: string; detail: any }>(
        `select type, detail from operational_events where webhook_id = $1 and type like 'webhook.%' order by xid, id`,
        [id],
      ),
    status: async () => (await one<{ status: string }>(`select status from webhooks where id = $1`)).status,
    count: async (condition: string) =>
      (
        await one<{ n: number }>(
          `select count(*)::int as n from deliveries where webhook_id = $1 and ${condition}`,
        )
      ).n,
    /** The probe's turn is now. */
    probe: () =>
      house.query(`update webhook_health set probe_at = now(), look_at = now() where webhook_id = $1`, [id]),
    operate: (mutation: string) =>
      house.clients[0]!.request(
        `mutation ($id: ID!) { ${mutation}(id: $id) { userErrors { code message } } }`,
        { id },
      ),
  }
}

type Patient = Awaited<ReturnType<typeof openPatient>>

const types = async (patient: Patient) => (await patient.told()).map(({ type }) => type)

/**
 * Lets so many hours pass: all that Postgres remembers moves into the past. What waits for its next attempt in Temporal goes on
 * waiting there, as its timers can't be moved.
 */
async function pass(house: House, hours: number): Promise<void> {
  const moved = (columns: string[]) =>
    columns.map((column) => `${column} = ${column} - make_interval(secs => ${hours * 3600})`).join(', ')
  // Nothing ends meanwhile: it would move to another partition, where an update that waited for it cannot follow.
  await house.query(
    `begin; lock table deliveries_open in exclusive mode;
    update deliveries set ${moved(['created_at', 'started_at', 'window_started_at', 'held_until', 'finished_at'])}; commit`,
  )
  await house.query(
    `update webhook_health set ${moved(['failed_since', 'last_success_at', 'failing_since', 'counted_from', 'probe_at', 'quiet_until', 'next_at', 'look_at'])}
      where webhook_id in (select webhook_id from webhook_health order by webhook_id for update)`,
  )
}

const HOUR_MS = 3_600_000

/** Kills them one after the other, as the steps go on: each in turn. */
async function killOne(house: House, step: number): Promise<void> {
  const kill = [
    () => house.workers[0]!.kill(),
    () => house.apis[0]!.kill(),
    async () => {
      await house.temporal.kill()
      await house.temporal.start()
    },
  ]
  await kill[step % kill.length]!()
}

test('an outage of 72 hours gives each notice once, in order, though API, worker and Temporal are killed in between', async () => {
  await using rooms = await openRooms()
  await withHouse({}, async (house) => {
    const dead = await openPatient(house, rooms, 'dead')
    const late = await openPatient(house, rooms, 'late')
    const brief = await openPatient(house, rooms, 'brief')

    await brief.publish(19)
    await brief.failures(19)
    rooms.lives(brief.path)
    await brief.publish(1)
    await eventually(() => rooms.taken(brief.path).size > 0)

    await Promise.all([dead.publish(25), late.publish(25)])
    await Promise.all([dead.failures(25), late.failures(25)])
    await pass(house, 0.1)
    await Promise.all([dead.publish(1), late.publish(1)])
    await Promise.all([dead.isFailing(), late.isFailing()])

    /** When the next notice has to come, and what it is. */
    const notices = [
      [36, 'webhook.disable_scheduled'],
      [48, 'webhook.disable_scheduled'],
    ] as const
    let hours = 0.1
    for (const [step, next] of [6, 12, 18, 24, 30, 37, 42, 49, 54, 60, 66, 71].entries()) {
      const killed = step % 2 === 0 ? killOne(house, step / 2) : null
      await pass(house, next - hours)
      hours = next
      await Promise.all([dead.publish(5), late.publish(5)])
      await killed
      if (step % 2 === 1) await killOne(house, (step - 1) / 2 + 1)
      const expected = ['webhook.failing', ...notices.filter(([at]) => at <= hours).map(([, type]) => type)]
      for (const patient of [dead, late])
        await eventually(async () => (await types(patient)).length >= expected.length, {
          deadlineMs: 120_000,
          describe: () => `${expected.length} notices after ${hours} hours`,
        })
      for (const patient of [dead, late]) expect(await types(patient)).toEqual(expected)
    }

    // One success at hour 71.
    rooms.lives(late.path)
    await late.probe()
    await eventually(async () => (await late.health())?.failing_since === null, { deadlineMs: 120_000 })
    const disabling = house.workers[0]!.kill()
    await pass(house, 1.1)
    await disabling
    await eventually(async () => (await dead.status()) === 'DISABLED', { deadlineMs: 120_000 })
    await killOne(house, 2)
    await dead.publish(30) // missed

    const told = await dead.told()
    expect(told.map(({ type }) => type)).toEqual([
      'webhook.failing',
      'webhook.disable_scheduled',
      'webhook.disable_scheduled',
      'webhook.disabled',
    ])
    for (const { detail } of told.filter(({ type }) => type === 'webhook.disable_scheduled'))
      expect(Date.parse(detail.disableAt) - Date.parse(detail.failingSince)).toBe(72 * HOUR_MS)
    expect(told[3]!.detail).toMatchObject({ reason: 'FAILING' })
    // Told when it happened, of a time that was moved since by nothing.
    expect(Date.now() - Date.parse(told[3]!.detail.failingSince)).toBeGreaterThan(72 * HOUR_MS)
    expect(Date.now() - Date.parse(told[3]!.detail.failingSince)).toBeLessThan(72.5 * HOUR_MS)
    expect(await types(late)).toEqual([
      'webhook.failing',
      'webhook.disable_scheduled',
      'webhook.disable_scheduled',
      'webhook.recovered',
    ])
    expect(await types(brief)).toEqual([])

    // Enabled again it begins with one request. Nor is one on its way that was begun, or permitted, or due before: while Temporal and the
    // worker were away no workflow could go on. All is held, or waits for its timer in Temporal.
    let onTheirWay: unknown[] = []
    await eventually(
      async () => {
        onTheirWay = await house.query(
          `select *, now() from deliveries where webhook_id = $1 and status = 'PENDING'
            and (attempt_started_at is not null or granted_at > now() - interval '1 minute'
              or coalesce(case when started_at is null then held_until else next_attempt_at end, now()) <= now())`,
          [dead.id],
        )
        return onTheirWay.length === 0
      },
      { deadlineMs: 120_000, describe: () => `nothing is on its way: ${JSON.stringify(onTheirWay)}` },
    )
    const failures = (await dead.health()).failures
    const before = rooms.came(dead.path).length
    await dead.operate('enableWebhook')
    await dead.publish(20)
    await dead.failures(failures + 1)
    await eventually(
      async () =>
        (await dead.count(`started_at is null and held_until is null and status = 'PENDING'`)) === 0,
    )
    // What had its 24 hours is tried for the last time whenever its timer in Temporal, which could not be moved, ends.
    const came = () =>
      house.query(
        `select * from deliveries
          where event_id = any($1) and webhook_id = $2 and window_started_at > now() - interval '23 hours 58 minutes'`,
        [rooms.came(dead.path).slice(before), dead.id],
      )
    // Each of those puts the probe off by a minute: it too is a request that says how the receiver is.
    await eventually(async () => (await came()).length > 0, {
      deadlineMs: 300_000,
      describe: () => 'one that was published since came',
    })
    const first = await came()
    expect(first, JSON.stringify(first)).toHaveLength(1)

    rooms.lives(dead.path)
    await dead.probe()
    await eventually(async () => (await types(dead)).at(-1) === 'webhook.recovered', { deadlineMs: 120_000 })
    await house.workers[0]!.kill()
    const { startReplay } = await house.clients[0]!.request(
      `mutation ($input: StartReplayInput!) { startReplay(input: $input) { replay { id } userErrors { code message } } }`,
      {
        input: {
          webhookId: dead.id,
          includeMissed: true,
          ratePerSecond: 100,
          since: new Date(Date.now() - 120 * HOUR_MS),
        },
      },
    )
    expect(startReplay.userErrors).toEqual([])
    for (const patient of [dead, late, brief]) {
      const accepted = [...patient.tally.accepted.values()]
      const left = () => accepted.filter((id) => !rooms.taken(patient.path).has(id))
      const wanted =
        patient === late
          ? async () => (await patient.count(`status = 'PENDING'`)) === 0
          : async () => left().length === 0
      const complete = async () => {
        // Again and again: an attempt whose worker was killed shows only after a minute that it waits for the next.
        await hurry(house, patient)
        return wanted()
      }
      const describe = () =>
        `all of ${patient.path} were delivered; ${left().length} of ${accepted.length} were not`
      await eventually(complete, { deadlineMs: 180_000, describe }).catch(async (error: Error) => {
        const missing = await house.query(
          `select id, status, attempt_count, retry_count, decision, next_attempt_at, attempt_started_at, held_until, replay_id
            from deliveries where webhook_id = $1 and event_id = any($2)`,
          [patient.id, left()],
        )
        throw new Error(`${error.message}: ${JSON.stringify(missing)}`, { cause: error })
      })
    }
    // What failed in the 72 hours did so with its last attempt: after 24 hours, or as the probe of so many turns.
    expect(
      await house.query(
        `select id, decision from deliveries
          where webhook_id = $1 and status = 'FAILED' and decision not like 'It was the last attempt: %'
            and decision not like '% The 24 hours are over.'`,
        [late.id],
      ),
    ).toEqual([])
    expect(await types(dead)).toEqual([...told.map(({ type }) => type), 'webhook.recovered'])
    expect(await types(late)).toHaveLength(4)
    expect(await types(brief)).toEqual([])
  })
})

/** Lets what waits in Temporal for a next attempt have it now. */
async function hurry(house: House, patient: Patient): Promise<void> {
  const waiting = await house.query<{ id: string }>(
    `select id from deliveries where webhook_id = $1 and status = 'PENDING' and retry_requested_at is null
      and next_attempt_at > now() + interval '15 s'`,
    [patient.id],
  )
  for (const { id } of waiting)
    await house.clients[0]!.request(
      `mutation ($id: ID!) { retryDelivery(id: $id) { userErrors { code } } }`,
      { id },
    ).catch(() => {})
}

/** Fails so many deliveries of a webhook and, six minutes later, another one: it is FAILING. */
async function fails(house: House, patient: Awaited<ReturnType<typeof openPatient>>, count: number) {
  await patient.publish(count)
  await patient.failures(count)
  await pass(house, 0.1)
  await patient.publish(1)
  await patient.isFailing()
}

test('while all of durahook is away for hours, they do not count', async () => {
  await using rooms = await openRooms()
  await withHouse({}, async (house) => {
    const dead = await openPatient(house, rooms, 'dead')
    await fails(house, dead, 25)
    await pass(house, 30)
    await Promise.all([...house.workers, ...house.apis].map((program) => program.terminate()))
    await house.temporal.kill()
    await pass(house, 50)
    await house.query(
      `update chores set position = (position::float8 - 50 * 3600)::text where name = 'health'`,
    )
    await house.temporal.start()
    await Promise.all([...house.workers, ...house.apis].map((program) => program.start()))
    const countedHours = async () => (Date.now() - Date.parse((await dead.health()).counted_from)) / HOUR_MS
    await eventually(async () => (await countedHours()) < 31, { deadlineMs: 120_000 })
    expect(await countedHours()).toBeGreaterThan(30)
    expect(await types(dead)).toEqual(['webhook.failing'])
    await pass(house, 7)
    await eventually(async () => (await types(dead)).length === 2, { deadlineMs: 120_000 })
    await pass(house, 12)
    await eventually(async () => (await types(dead)).length === 3, { deadlineMs: 120_000 })
    expect(await dead.status()).toBe('ENABLED')
    await pass(house, 24)
    await eventually(async () => (await dead.status()) === 'DISABLED', { deadlineMs: 120_000 })
    const told = await dead.told()
    expect(told.map(({ type }) => type)).toEqual([
      'webhook.failing',
      'webhook.disable_scheduled',
      'webhook.disable_scheduled',
      'webhook.disabled',
    ])
    for (const { detail } of told.slice(1, 3))
      expect((Date.parse(detail.disableAt) - Date.parse(detail.failingSince)) / HOUR_MS).toBeCloseTo(
        72 + 50,
        1,
      )
  })
})

test(`${WAITING} deliveries wait for a dead webhook: one request for each turn, then all of them with a ramp, though workers are killed`, async () => {
  await using rooms = await openRooms()
  await withHouse({ workers: 2 }, async (house) => {
    const dead = await openPatient(house, rooms, 'dead')
    await fails(house, dead, 3)
    await dead.publish(WAITING)
    const queued = `status = 'PENDING' and started_at is null and held_until is null`
    await eventually(async () => (await dead.count(queued)) === 0, { deadlineMs: 300_000 })
    // The first ones were given back when their retries were due, but for the probe.
    await eventually(async () => (await dead.count(`held_until is not null`)) >= WAITING + 3)

    const turns = 5
    const perTurn: number[] = []
    for (let turn = 0; turn < turns; turn += 1) {
      // The delivery that goes on trying keeps its own schedule; a turn is of another.
      const [probe] = await house.query<{ event_id: string }>(
        `select event_id from deliveries where id = (select probe_id from webhook_health where webhook_id = $1)`,
        [dead.id],
      )
      const before = rooms.came(dead.path).length
      const others = () =>
        new Set(
          rooms
            .came(dead.path)
            .slice(before)
            .filter((id) => id !== probe?.event_id),
        )
      await dead.probe()
      if (turn === 2) await house.workers[0]!.kill()
      await eventually(() => others().size > 0, { deadlineMs: 120_000 })
      await eventually(
        async () =>
          (await dead.health()).probe_at > new Date(Date.now() + 20_000) &&
          (await dead.count(`attempt_started_at is not null`)) === 0,
        { deadlineMs: 120_000 },
      )
      perTurn.push(others().size)
    }
    expect(perTurn).toEqual(Array.from({ length: turns }, () => 1))

    let under = 0
    let answered = 0
    let most = 0
    let killed: Promise<void> | undefined
    const over: string[] = []
    rooms.answers(dead.path, async () => {
      under += 1
      most = Math.max(most, under)
      if (under > Math.min(2 + answered, ATTEMPTS_PER_WEBHOOK))
        over.push(`${under} at once after ${answered}`)
      // In the middle of its attempts.
      if (answered > WAITING / 4) killed ??= house.workers[1]!.kill()
      await new Promise((resolve) => setTimeout(resolve, 20))
      under -= 1
      answered += 1
      return { status: 200 }
    })
    const began = Date.now()
    await dead.probe()
    const all = WAITING + 4
    await eventually(() => answered >= WAITING, {
      deadlineMs: 300_000,
      describe: () => `${answered} were answered`,
    })
    await killed
    // The first four wait minutes for their own next attempts.
    await hurry(house, dead)
    await eventually(async () => (await dead.count(`status = 'SUCCEEDED'`)) === all, {
      deadlineMs: 500_000,
      describe: () => `all were delivered; ${answered} were answered`,
    })
    const seconds = (Date.now() - began) / 1000
    const [{ interrupted }] = (await house.query(
      `select count(*)::int as interrupted from attempts where outcome = 'INTERRUPTED'`,
    )) as [{ interrupted: number }]
    console.log(
      `${all} delivered in ${seconds.toFixed(0)} s, at most ${most} at once; ${answered - all} again, ${interrupted} interrupted`,
    )
    expect(over).toEqual([])
    expect([...dead.tally.accepted.values()].filter((id) => !rooms.taken(dead.path).has(id))).toEqual([])
    expect(answered - all).toBeLessThanOrEqual(interrupted)
    expect(await types(dead)).toEqual(['webhook.failing', 'webhook.recovered'])
  })
})

test('Temporal loses all it has, and Postgres is restored from a snapshot, while deliveries are held: all are delivered', async () => {
  await using rooms = await openRooms()
  await withHouse({}, async (house) => {
    const dead = await openPatient(house, rooms, 'dead')
    await fails(house, dead, 3)
    await dead.publish(100)
    const held = (count: number) =>
      eventually(async () => (await dead.count(`held_until is not null and status = 'PENDING'`)) >= count, {
        describe: () => `${count} are held`,
      })
    await held(100)
    await house.temporal.kill()
    await house.temporal.wipe()
    await house.temporal.start()
    const { failures } = await dead.health()
    await dead.probe()
    await dead.failures(failures + 1)

    const snapshot = await house.postgres.snapshot()
    rooms.lives(dead.path)
    const recovered = () =>
      eventually(
        async () => {
          const health = await dead.health()
          if (health?.failing_since && health.probe_at > new Date(Date.now() + 5_000)) await dead.probe()
          return !health?.failing_since
        },
        { deadlineMs: 120_000, describe: () => 'it has recovered' },
      )
    await recovered()
    await eventually(async () => (await dead.count(`status = 'SUCCEEDED'`)) >= 100, { deadlineMs: 120_000 })
    await house.query('create table since_snapshot ()')
    await snapshot.restore()
    // The snapshot has neither this nor a success; those of before come back as soon as a worker is there.
    expect(await house.query(`select to_regclass('since_snapshot') as since`)).toEqual([{ since: null }])
    await recovered()
    const all = dead.tally.accepted.size
    let last: unknown
    await eventually(
      async () => {
        await hurry(house, dead)
        last = await house.query(
          `select status, started_at, held_until, granted_at, leased_until, next_attempt_at, attempt_started_at, run, attempt_count, window_started_at
            from deliveries where webhook_id = $1 and status <> 'SUCCEEDED' limit 3`,
          [dead.id],
        )
        return (await dead.count(`status = 'SUCCEEDED'`)) === all
      },
      { deadlineMs: 240_000, describe: () => `all ${all} are SUCCEEDED: ${JSON.stringify(last)}` },
    )
    expect([...dead.tally.accepted.values()].filter((id) => !rooms.taken(dead.path).has(id))).toEqual([])
    expect(await types(dead)).toEqual(['webhook.failing', 'webhook.recovered'])
  })
})
