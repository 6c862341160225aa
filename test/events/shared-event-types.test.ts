import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deleteRows } from '../../src/erasure/delete-rows.ts'
import { MAXIMUM_EVENT_TYPES } from '../../src/events/save-event-type.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { untilWaiting } from '../support/made-to-meet.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook, deliveriesOf, publish, PUBLISH } from '../support/webhooks.ts'

let app: TestApp
let operator: TestClient
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  operator = await app.operator()
})
afterAll(() => app[Symbol.asyncDispose]())

const SAVE = (mutation: string) => `mutation ($input: EventTypeInput!) {
  saved: ${mutation}(input: $input) { eventType { name origin description schema example deprecationReason } userErrors { code message } }
}`
const save = async (mutation: 'createEventType' | 'updateEventType', input: object, by = operator) =>
  (await by.request(SAVE(mutation), { input: { example: {}, ...input } })).saved
const share = (name: string, more: object = {}) => save('createEventType', { name, ...more })
const remove = async (name: string, by = operator, organizationId?: string) =>
  (
    await by.request(
      `mutation ($organizationId: ID, $name: String!) { deleteEventType(organizationId: $organizationId, name: $name) { userErrors { code } } }`,
      { name, organizationId },
    )
  ).deleteEventType
const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code)
const listOf = async (client: TestClient) =>
  (await client.request('{ eventTypes { name origin description } }')).eventTypes as {
    name: string
    origin: string
    description: string
  }[]
const originOf = async (client: TestClient, name: string) =>
  (await listOf(client)).filter((type) => type.name === name).map(({ origin }) => origin)
const publishing = async (client: TestClient, type: string, data: unknown) =>
  codes((await client.request(PUBLISH, { input: { type, data } })).publishEvent)

const NUMBER = { type: 'object', required: ['n'], properties: { n: { type: 'number' } } }

describe('an event type that all organizations share', () => {
  test('is in each one’s list with its origin, after the dialect’s and before its own', async () => {
    const { client } = await app.organization({ dialect: 'campsite' })
    await createEventType(client, 'a.own')
    expect((await share('z.shared', { description: 'For all.' })).eventType).toMatchObject({
      origin: 'SHARED',
    })
    const list = await listOf(client)
    expect(list.map(({ origin }) => origin)).toEqual([
      ...Array.from({ length: 5 }, () => 'DIALECT'),
      'SHARED',
      'OWN',
    ])
    expect(list.at(-2)).toEqual({ name: 'z.shared', origin: 'SHARED', description: 'For all.' })
    expect(await listOf(operator)).toContainEqual(list.at(-2))
    expect((await listOf(operator)).every(({ origin }) => origin === 'SHARED')).toBe(true)
  })

  test('is published, tested and delivered like any other, and checked against its schema', async () => {
    await share('shared.checked', { schema: NUMBER, example: { n: 1 } })
    for (const dialect of ['standard', 'sjocamp']) {
      const { client } = await app.organization({ dialect })
      const webhook = await createWebhook(client, {
        url: 'https://localhost:1/',
        eventTypes: ['shared.checked'],
      })
      expect(await publishing(client, 'shared.checked', { n: 'one' })).toEqual(['DATA_FAILS_SCHEMA'])
      const deliveries = await deliveriesOf(client, await publish(client, 'shared.checked', { n: 1 }))
      expect(deliveries.map((delivery) => delivery.webhook.id)).toEqual([webhook.id])
      const { sendTestEvent } = await client.request(
        `mutation ($id: ID!) { sendTestEvent(input: { webhookId: $id, eventType: "shared.checked" }) { delivery { event { data } } userErrors { code } } }`,
        { id: webhook.id },
      )
      expect(sendTestEvent).toEqual({ delivery: { event: { data: { n: 1 } } }, userErrors: [] })
    }
  })

  test('is known in one batch with those of the dialect and one’s own', async () => {
    await share('shared.batched', { schema: NUMBER, example: { n: 1 } })
    const { client } = await app.organization({ dialect: 'campsite' })
    await createEventType(client, 'own.batched')
    const { publishEvents } = await client.request(
      `mutation ($events: [PublishEventInput!]!) { publishEvents(events: $events) { events { type } userErrors { code field } } }`,
      { events: ['shared.batched', 'own.batched', 'no.such'].map((type) => ({ type, data: { n: 1 } })) },
    )
    expect(publishEvents.userErrors).toEqual([{ code: 'UNKNOWN_EVENT_TYPE', field: ['events', '2', 'type'] }])
  })

  test('is the operator’s: an organization can’t change, delete or replace it', async () => {
    await share('shared.firm')
    const { id, client } = await app.organization()
    expect(codes(await save('updateEventType', { name: 'shared.firm' }, client))).toEqual(['NOT_FOUND'])
    expect(codes(await remove('shared.firm', client))).toEqual(['NOT_FOUND'])
    expect(codes(await save('createEventType', { name: 'shared.firm' }, client))).toEqual(['ALREADY_EXISTS'])
    expect(codes(await save('updateEventType', { name: 'shared.firm', organizationId: id }))).toEqual([
      'NOT_FOUND',
    ])
    expect(codes(await save('updateEventType', { name: 'shared.firm', description: 'x' }))).toEqual([])
    expect(codes(await share('shared.firm'))).toEqual(['ALREADY_EXISTS'])
  })

  test('has no name of a dialect’s event type', async () => {
    expect(codes(await share('lead.created'))).toEqual(['ALREADY_EXISTS'])
  })

  test('does not replace one that an organization had before, until that is deleted (protocol 2.9)', async () => {
    const { client } = await app.organization()
    await createEventType(client, 'twice.there') // any data
    expect(codes(await share('twice.there', { schema: NUMBER, example: { n: 1 } }))).toEqual([])
    expect(await originOf(client, 'twice.there')).toEqual(['OWN'])
    expect(await publishing(client, 'twice.there', {})).toEqual([])
    const { client: other } = await app.organization()
    expect(await originOf(other, 'twice.there')).toEqual(['SHARED'])
    expect(await publishing(other, 'twice.there', {})).toEqual(['DATA_FAILS_SCHEMA'])

    // A webhook may go on naming it, for the name stays known.
    await createWebhook(client, { url: 'https://localhost:1/', eventTypes: ['twice.there'] })
    expect(codes(await remove('twice.there', client))).toEqual([])
    expect(await originOf(client, 'twice.there')).toEqual(['SHARED'])
    expect(await publishing(client, 'twice.there', {})).toEqual(['DATA_FAILS_SCHEMA'])
  })

  test('stays when an organization is deleted', async () => {
    await share('shared.stays')
    const { id, client } = await app.organization()
    await createEventType(client, 'own.goes')
    await rows(app, `update organizations set deleted_at = now() where id = ? returning 1`, [id])
    await rows(app, `insert into organization_deletions (organization_id) values (?) returning 1`, [id])
    await deleteRows(app.database, id, () => {})
    expect(await rows(app, `select name from event_types where organization_id = ?`, [id])).toEqual([])
    expect(await originOf(operator, 'shared.stays')).toEqual(['SHARED'])
  })

  test('is one of 500, however many are added at once', async () => {
    await rows(
      app,
      `insert into shared_event_types (name, description, example)
        select 'many.type_' || n, '', '1' from generate_series(1, ${MAXIMUM_EVENT_TYPES} - 3 - (select count(*) from shared_event_types)) n returning 1`,
    )
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => share(`at.once_${n}`)))
    expect(answers.filter((answer) => codes(answer).length === 0)).toHaveLength(3)
    for (const answer of answers) expect([[], ['LIMIT_REACHED']]).toContainEqual(codes(answer))

    // One that is counted only once another transaction has ended.
    await rows(app, `delete from shared_event_types where name = 'many.type_1' returning 1`)
    const other = new pg.Client({ connectionString: app.databaseUrl })
    await other.connect()
    try {
      await other.query('begin')
      await other.query(
        `insert into shared_event_types (name, description, example) values ('many.type_1', '', '1')`,
      )
      const late = share('at.once')
      await other.query(`${untilWaiting(1)}; commit`)
      expect(codes(await late)).toEqual(['LIMIT_REACHED'])
    } finally {
      await other.end()
    }
    await rows(app, `delete from shared_event_types where name like 'many.type_%' returning 1`)
  })
})

describe('a deprecated event type', () => {
  test('says why, works as before, and can be used again (protocol 2.9)', async () => {
    const { client } = await app.organization()
    const reason = async () =>
      (await client.request('{ eventTypes { name deprecationReason } }')).eventTypes.find(
        ({ name }: { name: string }) => name === 'old.way',
      ).deprecationReason
    await createEventType(client, 'old.way')
    expect(await reason()).toBeNull()
    const update = (more: object) => save('updateEventType', { name: 'old.way', ...more }, client)
    expect((await update({ deprecationReason: 'Use new.way.' })).eventType.deprecationReason).toBe(
      'Use new.way.',
    )
    expect(await reason()).toBe('Use new.way.')
    expect(await publishing(client, 'old.way', {})).toEqual([])
    await createWebhook(client, { url: 'https://localhost:1/', eventTypes: ['old.way'] })
    // Left out: as it was.
    expect((await update({ description: 'x' })).eventType.deprecationReason).toBe('Use new.way.')
    expect((await update({ deprecationReason: null })).eventType.deprecationReason).toBeNull()
    expect(await reason()).toBeNull()
    for (const wrong of ['', ' ', 'x'.repeat(1_001)])
      expect(codes(await update({ deprecationReason: wrong }))).toEqual(['INVALID'])
  })

  test('may be a shared one', async () => {
    await share('shared.old', { deprecationReason: 'Nobody uses it.' })
    const { client } = await app.organization()
    const { eventTypes } = await client.request('{ eventTypes { name deprecationReason } }')
    expect(eventTypes).toContainEqual({ name: 'shared.old', deprecationReason: 'Nobody uses it.' })
  })
})
