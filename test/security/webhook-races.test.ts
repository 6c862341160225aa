import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { resealSecrets } from '../../src/secrets/reseal-secrets.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { createClient, type TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { madeToMeet } from '../support/made-to-meet.ts'
import { operate, readWebhook, type Operation } from '../support/operate.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'
import { whenFree } from '../support/when-free.ts'

const KEYS = ['k1', 'k2'].map((id) => ({ id, key: randomBytes(32) }))

let app: TestApp
let receiver: TestReceiver
let organization: TestOrganization
let client: TestClient
/** The same on the other API. */
let other: TestClient
beforeAll(async () => {
  app = await openTestApp({
    apis: 2,
    environment: {
      ENCRYPTION_KEYS: KEYS.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(','),
      REQUESTS_PER_MINUTE: '1000000',
      EVENTS_PER_MINUTE: '1000000',
    },
  })
  receiver = await openReceiver()
  organization = await app.organization()
  client = organization.client
  other = createClient(app.ports[1]!, organization.apiKey)
  await createEventType(client, 'thing.happened')
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

const newWebhook = (more: object = {}) =>
  createWebhook(client, { url: receiver.url, eventTypes: ['thing.happened'], ...more })

const update = async (by: TestClient, input: object) =>
  (
    await whenFree(() =>
      by.request(
        `mutation ($input: UpdateWebhookInput!) {
          updateWebhook(input: $input) { webhook { url description updatedAt } userErrors { code field } }
        }`,
        { input },
      ),
    )
  ).updateWebhook

const many = <Result>(work: (index: number) => Promise<Result>) =>
  Array.from({ length: 10 }, (_, index) => work(index))

/** On a machine that is too busy a wait for a lock is given up: nothing is stored, and who asked is told to try again. */
const orBusy = <Answer>(asked: Promise<Answer>) =>
  asked.catch((error: Error) => {
    if (error.message.includes('UNAVAILABLE')) return { userErrors: [{ code: 'UNAVAILABLE' }] }
    throw error
  })

describe('changes of one webhook at the same moment', () => {
  test('pause does not undo disable', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await newWebhook()
      await madeToMeet(app, 'webhooks', id, () => [
        whenFree(() => operate(client, 'pauseWebhook', id)),
        whenFree(() => operate(other, 'disableWebhook', id)),
        whenFree(() => operate(other, 'pauseWebhook', id)),
      ])
      // Whichever comes first: a pause before is overtaken, a pause after is refused.
      expect(await readWebhook(client, id)).toMatchObject({ status: 'DISABLED', statusReason: 'REQUESTED' })
    }
  })

  test('ten of each leave a state that some order of them gives', async () => {
    const operations: Operation[] = ['enableWebhook', 'disableWebhook', 'pauseWebhook']
    for (let round = 0; round < 6; round += 1) {
      const { id } = await newWebhook()
      const answers = await Promise.all([
        ...operations.flatMap((operation) =>
          many((index) => orBusy(operate(index % 2 ? client : other, operation, id))),
        ),
        ...many((index) =>
          update(index % 2 ? client : other, {
            id,
            url: `${receiver.url}/${index}`,
            description: `${index}`,
          }),
        ),
        ...many((index) => orBusy(publish(index % 2 ? client : other, 'thing.happened', {}))),
      ])
      const errors = answers.flatMap((answer) => (typeof answer === 'string' ? [] : answer.userErrors))
      const told = new Set(errors.map(({ code }) => code))
      expect(['WEBHOOK_DISABLED', 'UNAVAILABLE']).toEqual(expect.arrayContaining([...told]))
      const { status, statusReason } = await readWebhook(client, id)
      expect(['ENABLED null', 'DISABLED REQUESTED', 'PAUSED REQUESTED']).toContain(
        `${status} ${statusReason}`,
      )
      // What was given together was stored together.
      const [stored] = await rows(app, `select url, description from webhooks where id = ?`, [id])
      expect(stored.url).toBe(`${receiver.url}/${stored.description}`)
      await operate(client, 'disableWebhook', id)
      await eventually(
        async () =>
          (await rows(app, `select 1 from deliveries where webhook_id = ? and status = 'PENDING'`, [id]))
            .length === 0,
      )
    }
  })

  test('one delete of ten deletes, and nothing brings the webhook back', async () => {
    const { id } = await newWebhook()
    const operations: Operation[] = ['deleteWebhook', 'enableWebhook', 'disableWebhook', 'pauseWebhook']
    const answers = await Promise.all(
      operations.map((operation) =>
        Promise.all(
          many((index) =>
            orBusy(operate(index % 2 ? client : other, operation, id)).then(({ userErrors }) => userErrors),
          ),
        ),
      ),
    )
    expect(answers[0]!.filter((errors) => errors.length === 0)).toHaveLength(1)
    expect(
      new Set(
        answers
          .flat(2)
          .map(({ code }) => code)
          .filter((code) => code !== 'WEBHOOK_DISABLED' && code !== 'UNAVAILABLE'),
      ),
    ).toEqual(new Set(['NOT_FOUND']))
    expect((await operate(client, 'enableWebhook', id)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }])
  })

  test('of ten that saw the same state one saves; the others are told', async () => {
    const { id } = await newWebhook()
    const { webhook } = await client.request(`query ($id: ID!) { webhook(id: $id) { updatedAt } }`, { id })
    const answers = await Promise.all(
      many((index) =>
        update(index % 2 ? client : other, {
          id,
          description: `of ${index}`,
          expectedUpdatedAt: webhook.updatedAt,
        }),
      ),
    )
    const saved = answers.filter(({ userErrors }) => userErrors.length === 0)
    expect(saved).toHaveLength(1)
    expect(answers.filter((answer) => answer !== saved[0]).map(({ userErrors }) => userErrors)).toEqual(
      Array(9).fill([{ code: 'CONFLICT', field: ['input', 'expectedUpdatedAt'] }]),
    )
    const [stored] = await rows(app, `select description from webhooks where id = ?`, [id])
    expect(stored.description).toBe(saved[0].webhook.description)
    const again = await update(client, {
      id,
      description: 'again',
      expectedUpdatedAt: saved[0].webhook.updatedAt,
    })
    expect(again.userErrors).toEqual([])
  })

  test('each is later than the one before, however fast they come, and whatever changed', async () => {
    const { id } = await newWebhook()
    const times: string[] = []
    const note = async () => {
      const { webhook } = await client.request(`query ($id: ID!) { webhook(id: $id) { updatedAt } }`, { id })
      times.push(webhook.updatedAt)
    }
    // As if a machine whose clock is ahead had made the last change.
    await rows(app, `update webhooks set updated_at = now() + interval '1 hour' where id = ?`, [id])
    await note()
    for (const change of [
      () => update(client, { id, description: 'first' }),
      () => operate(client, 'pauseWebhook', id),
      () => operate(client, 'disableWebhook', id),
      () => operate(client, 'enableWebhook', id),
      () => update(client, { id, url: `${receiver.url}/new` }),
      () =>
        client.request(`mutation ($id: ID!) { rotateWebhookSecret(id: $id) { userErrors { code } } }`, {
          id,
        }),
    ]) {
      await change()
      await note()
    }
    expect(times).toEqual([...new Set(times)].sort())
  })
})

test('a channel that is put to use while it is deleted stays, or the webhook is refused: none becomes one of all channels', async () => {
  for (let round = 0; round < 10; round += 1) {
    const channelId = `raced_${round}`
    await client.request(
      `mutation ($input: CreateChannelInput!) { createChannel(input: $input) { userErrors { code } } }`,
      { input: { id: channelId, name: channelId } },
    )
    await Promise.all([
      ...many(() => newWebhook({ channelId, description: 'limited' }).catch(() => {})),
      whenFree(() =>
        other.request(`mutation ($id: ID!) { deleteChannel(id: $id) { userErrors { code } } }`, {
          id: channelId,
        }),
      ),
    ])
  }
  const found = await rows(
    app,
    `select count(channel_id)::int as limited, count(*)::int as all from webhooks
      where organization_id = ? and description = 'limited'`,
    [organization.id],
  )
  expect(found[0].limited).toBe(found[0].all)
})

test('encryption keys, secrets and states change under publishing without waiting for each other', async () => {
  const { client: of } = await app.organization()
  const types = Array.from({ length: 20 }, (_, index) => `type.${String(index).padStart(2, '0')}`)
  const ids: string[] = []
  for (const type of types) {
    await createEventType(of, type)
    ids.push((await createWebhook(of, { url: receiver.url, eventTypes: [type] })).id)
  }
  const until = Date.now() + 6_000
  const problems: string[] = []
  const loop = async (work: (round: number) => Promise<unknown>) => {
    // Two at least: the first round seals nothing again.
    for (let round = 0; round < 2 || Date.now() < until; round += 1)
      await work(round).catch((error: Error & { code?: string }) => {
        // A lock that a machine too busy held for seconds. Those who wait for each other are told sooner, by Postgres: "busy".
        if (error.message.includes('did not answer in time')) return
        problems.push(`${error.code ?? ''} ${error.message}`)
      })
  }
  const of2 = createClient(app.ports[1]!, of.apiKey)
  let events = 0
  // Their foreign keys lock the webhooks from the last to the first, what changes webhooks goes from the first to the last.
  const publishing = async (by: TestClient) => {
    const batch = [...types].reverse().map((type) => ({ type, data: {} }))
    const answer = await by.request(
      `mutation ($events: [PublishEventInput!]!) { publishEvents(events: $events) { userErrors { code } } }`,
      { events: batch },
    )
    if (answer.publishEvents.userErrors.length > 0) problems.push(JSON.stringify(answer))
    events += batch.length
  }
  const rotate = (id: string) =>
    of.request(`mutation ($id: ID!) { rotateWebhookSecret(id: $id) { userErrors { code } } }`, { id })
  const rings = [createKeyring(KEYS), createKeyring([...KEYS].reverse())]
  let resealed = 0
  await Promise.all([
    loop(() => publishing(of)),
    loop(() => publishing(of2)),
    loop(async (round) => (resealed += await resealSecrets(app.database, rings[round % 2]!))),
    loop((round) => rotate(ids[round % ids.length]!)),
    loop(async (round) => {
      const id = ids[(round * 7) % ids.length]!
      await operate(of, 'disableWebhook', id)
      await operate(of2, 'enableWebhook', id)
    }),
    loop(async (round) => operate(of2, 'pauseWebhook', ids[(round * 3) % ids.length]!)),
    loop(async (round) => operate(of2, 'enableWebhook', ids[(round * 3) % ids.length]!)),
  ])
  expect(problems).toEqual([])
  expect(Math.min(events, resealed)).toBeGreaterThan(0)
  console.log(`races: ${events} events published, ${resealed} secrets sealed again meanwhile`)
})
