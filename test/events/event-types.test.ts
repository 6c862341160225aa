import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAXIMUM_EVENT_TYPES } from '../../src/events/save-event-type.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook, PUBLISH } from '../support/webhooks.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

const CREATE = `mutation ($input: EventTypeInput!) { createEventType(input: $input) { eventType { name } userErrors { code field message } } }`
const UPDATE = CREATE.replaceAll('createEventType', 'updateEventType')

const create = async ({ client }: TestOrganization, input: Record<string, unknown>) =>
  (await client.request(CREATE, { input: { example: 1, ...input } })).createEventType
const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code)

/** Event types as they are in the table, without asking the API for each. */
const insert = (organizationId: string, count: number, example = '1') =>
  rows(
    app,
    `insert into event_types (organization_id, name, description, example)
      select ?, 'old.type_' || n, '', ? from generate_series(1, ?::int) n`,
    [organizationId, example, count],
  )

describe('the name of an event type', () => {
  test.each([
    'invoice.paid',
    'Invoice.Paid',
    'INVOICE',
    'a',
    '0',
    'check_run.completed',
    'a-b.c',
    'userCreated',
    '_a_',
    'a'.repeat(128),
    'a.b.c.d.e.f.g.h.i.j',
  ])('%s is taken', async (name) => {
    const organization = await app.organization()
    expect(codes(await create(organization, { name }))).toEqual([])
    const { publishEvent } = await organization.client.request(PUBLISH, { input: { type: name, data: 1 } })
    expect(publishEvent.userErrors).toEqual([])
    await createWebhook(organization.client, { url: 'https://localhost:1/', eventTypes: [name] })
  })

  test.each([
    '',
    '.',
    '.a',
    'a.',
    'a..b',
    'a-',
    '-a',
    'a.-b',
    'a--b',
    'a.*',
    '*',
    'a b',
    'é',
    'ａ',
    'a/b',
    'a\n',
    `${'a'.repeat(129)}`,
    'a.b.c.d.e.f.g.h.i.j.k',
  ])('%j is refused', async (name) => {
    expect(codes(await create(await app.organization(), { name }))).toEqual(['INVALID'])
  })

  test('in capitals is another one', async () => {
    const organization = await app.organization()
    expect(codes(await create(organization, { name: 'a.b' }))).toEqual([])
    expect(codes(await create(organization, { name: 'A.b' }))).toEqual([])
    expect(codes(await create(organization, { name: 'A.b' }))).toEqual(['ALREADY_EXISTS'])
  })
})

describe('an organization’s own event types', () => {
  test('are limited in number, however many are added at once', async () => {
    const organization = await app.organization()
    await insert(organization.id, MAXIMUM_EVENT_TYPES - 5)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => create(organization, { name: `new.type_${n}` })),
    )
    expect(answers.filter((answer) => answer.userErrors.length === 0)).toHaveLength(5)
    for (const answer of answers)
      if (answer.userErrors.length > 0) expect(codes(answer)).toEqual(['LIMIT_REACHED'])
    const [{ count }] = await rows(
      app,
      `select count(*)::int as count from event_types where organization_id = ?`,
      [organization.id],
    )
    expect(count).toBe(MAXIMUM_EVENT_TYPES)
    const { updateEventType } = await organization.client.request(UPDATE, {
      input: { name: 'old.type_1', example: 2 },
    })
    expect(codes(updateEventType)).toEqual([])
    expect(codes(await create(await app.organization(), { name: 'new.type' }))).toEqual([])
  })

  test('are limited in what they take together, schemas and examples', async () => {
    const organization = await app.organization()
    const long = 'x'.repeat(260_000)
    await insert(organization.id, 16, JSON.stringify(long)) // 4,160,032 bytes; 4 MiB are 4,194,304
    expect(codes(await create(organization, { name: 'a', example: long }))).toEqual(['LIMIT_REACHED'])
    expect(
      codes(await create(organization, { name: 'a', schema: { description: long }, example: 1 })),
    ).toEqual(['LIMIT_REACHED'])
    expect(codes(await create(organization, { name: 'a', example: 'x'.repeat(30_000) }))).toEqual([])
    const update = async (name: string, example: string) =>
      codes((await organization.client.request(UPDATE, { input: { name, example } })).updateEventType)
    expect(await update('a', long)).toEqual(['LIMIT_REACHED'])
    expect(await update('old.type_1', 'small')).toEqual([])
    expect(await update('a', long)).toEqual([])
    const together = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        create(organization, { name: `b${n}`, example: 'x'.repeat(20_000) }),
      ),
    )
    expect(together.filter((answer) => answer.userErrors.length === 0)).toHaveLength(1)
  })

  test('bytes are counted, not characters', async () => {
    const organization = await app.organization()
    expect(codes(await create(organization, { name: 'a', example: 'é'.repeat(140_000) }))).toEqual([
      'INVALID',
    ])
  })

  test('are not read to publish another', async () => {
    // Of its own: nobody else reads event types here.
    await using app = await openTestApp({ workers: 0 })
    /** How many pieces were read of the large values of event types, which Postgres keeps apart. Connections tell when they end. */
    const piecesRead = async () => {
      await rows(
        app,
        `select pg_terminate_backend(pid, 10000) from pg_stat_activity
          where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
      )
      const [row] = await rows(
        app,
        `select idx_tup_fetch::int as count from pg_stat_all_tables
          where relid = (select reltoastrelid from pg_class where oid = 'event_types'::regclass)`,
      )
      return (row as { count: number }).count
    }
    const organization = await app.organization()
    await createEventType(organization.client, 'thing.happened', { type: 'object' })
    const others = 20
    for (let n = 0; n < others; n += 1)
      await rows(
        app,
        `insert into event_types (organization_id, name, description, example) values (?, ?, '', ?)`,
        [organization.id, `large.type_${n}`, JSON.stringify(randomBytes(190_000).toString('base64'))],
      )
    for (let round = 0; round < 10; round += 1) {
      const { publishEvent } = await organization.client.request(PUBLISH, {
        input: { type: 'thing.happened', data: {} },
      })
      expect(publishEvent.userErrors).toEqual([])
      await createWebhook(organization.client, {
        url: 'https://localhost:1/',
        eventTypes: ['thing.happened'],
      })
    }
    expect(await piecesRead()).toBe(0)
    await rows(app, 'select md5(example::text) from event_types')
    await eventually(async () => (await piecesRead()) > 50 * others)
  })

  test('that are meant but not there are answered with some that are', async () => {
    const organization = await app.organization()
    await insert(organization.id, 30)
    const { publishEvent } = await organization.client.request(PUBLISH, { input: { type: 'x', data: 1 } })
    expect(publishEvent.userErrors[0].message).toMatch(
      /^There is no event type "x"\. Known are old\.type_1, old\.type_10, (old\.type_\d+, ){17}old\.type_\d+, …\. Add it with createEventType\.$/,
    )
  })
})
