import { readdirSync, readFileSync } from 'node:fs'
import { getVariableValues, parse, type GraphQLSchema, type OperationDefinitionNode } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAXIMUM_COST, operationCost } from '../../src/graphql/limits/operation-cost.ts'
import { createSchema } from '../../src/graphql/schema.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { rows, untilSettled } from '../support/sql.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'

const schema: GraphQLSchema = createSchema()

function costOf(text: string, variables: Record<string, unknown> = {}, name?: string): number {
  const document = parse(text)
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === 'OperationDefinition' && (!name || definition.name?.value === name),
  )!
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
  if (!coerced) throw errors[0]!
  return operationCost(schema, document, operation, coerced, () => {}).cost
}

/** What people ask first, pages unnamed. */
const NATURAL = [
  '{ deliveries { nodes { attempts { nodes { responseBody } } } } }',
  '{ deliveries { nodes { id status decision webhook { url } event { id type data } attempts { nodes { number statusCode error responseBody responseHeaders { name value } latency { totalMs } } } } } }',
  '{ events { nodes { id type data deliveries { nodes { status attempts { nodes { statusCode responseBody } } } } } } }',
  '{ webhooks { nodes { id url dialect { name } channel { name } statistics { attempts succeeded failed } } } }',
  '{ webhooks { nodes { id url deliveryLog { nodes { statusCode error finishedAt } } } } }',
  '{ webhooks { nodes { id url deliveries(status: PENDING) { nodes { id decision } } } } }',
  '{ organization { name webhooks { nodes { id } } channels { nodes { id webhooks { nodes { id } } } } apiKeys { nodes { name } } eventTypes { name schema example } } }',
  '{ organization { statistics(minutes: 10080) { attempts } failingWebhooks(minutes: 10080) { failed webhook { url } } } }',
  '{ a: webhooks(status: DISABLED) { nodes { id } } b: webhooks(status: PAUSED) { nodes { id } } deliveries(status: FAILED) { nodes { id event { type data } webhook { url } } } }',
  '{ webhooks(first: 200) { nodes { id url health { state failingSince disableAt lastSuccessAt consecutiveFailures lastError probe { id } held } rateLimit { limit per } effectiveRate } } }',
  '{ organization { webhooksInNeed { id url health { state failingSince disableAt lastSuccessAt lastError held } } } }',
  '{ organizations(first: 200) { nodes { id name plan dialect { name title } } } }',
  '{ events(first: 200) { nodes { id type data } } }',
  '{ eventTypes { name description schema example } }',
  '{ json: catalogue(format: JSON_SCHEMA) openApi: catalogue(format: OPENAPI) }',
]

/** [name, operation]: little text, much work. */
const HOSTILE: [string, string][] = [
  [
    'statistics of a week, 50 times',
    `{ organization { ${repeated(50, 'statistics(minutes: 10080) { attempts }')} } }`,
  ],
  [
    'failing webhooks of a week, 50 times',
    `{ organization { ${repeated(50, 'failingWebhooks(minutes: 10080) { failed }')} } }`,
  ],
  [
    'what is held for each webhook, 5 times',
    `{ webhooks(first: 200) { nodes { health { ${repeated(5, 'held')} } } } }`,
  ],
  ['a week of each webhook', '{ webhooks { nodes { statistics(minutes: 10080) { attempts } } } }'],
  [
    'a log for each webhook, with bodies',
    '{ webhooks(first: 200) { nodes { deliveryLog(first: 200) { nodes { responseBody } } } } }',
  ],
  [
    'full logs, 50 times',
    `{ webhook(id: "x") { ${repeated(50, 'deliveryLog(first: 200) { nodes { id } }')} } }`,
  ],
  [
    'all bodies twice',
    '{ deliveries(first: 200) { nodes { attempts(first: 50) { nodes { responseBody responseBodyBase64 } } } } }',
  ],
  ['event data, 50 times', `{ ${repeated(50, 'events(first: 200) { nodes { data } }')} }`],
  ['schemas, 50 times', `{ ${repeated(50, 'eventTypes { schema example }')} }`],
  ['catalogues, 20 times', `{ ${repeated(20, 'catalogue(format: OPENAPI)')} }`],
  ['three levels', '{ webhooks { nodes { deliveries { nodes { attempts { nodes { id } } } } } } }'],
  [
    'in circles',
    '{ events { nodes { deliveries { nodes { webhook { deliveries { nodes { event { deliveries { nodes { id } } } } } } } } } } }',
  ],
]

function repeated(times: number, field: string): string {
  return Array.from({ length: times }, (_, index) => `a${index}: ${field}`).join(' ')
}

test.each(NATURAL)('it is natural to ask %s', (text) => {
  expect(costOf(text)).toBeLessThanOrEqual(MAXIMUM_COST)
})

test.each(HOSTILE)('nobody may ask for %s', (_name, text) => {
  expect(costOf(text)).toBeGreaterThan(MAXIMUM_COST)
})

describe('the dashboard', () => {
  const folder = new URL('../../src/dashboard/page/operations/', import.meta.url)
  const text = readdirSync(folder)
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n')
  const names = parse(text).definitions.flatMap((definition) =>
    definition.kind === 'OperationDefinition' ? [definition.name!.value] : [],
  )
  /** As large as the page ever asks. */
  const variables: Record<string, unknown> = { first: 200, minutes: 10_080, input: {} }

  test.each(names)('may ask %s', (name) => {
    const operation = parse(text).definitions.find(
      (definition): definition is OperationDefinitionNode =>
        definition.kind === 'OperationDefinition' && definition.name?.value === name,
    )!
    const given = Object.fromEntries(
      operation.variableDefinitions!.flatMap(({ variable, type }) => {
        const wanted = variable.name.value
        if (type.kind !== 'NonNullType' && !(wanted in variables)) return []
        return [[wanted, variables[wanted] ?? (wanted.startsWith('with') ? true : 'x')]]
      }),
    )
    const { cost } = operationCost(schema, parse(text), operation, given, () => {})
    expect(cost).toBeLessThanOrEqual(MAXIMUM_COST)
  })
})

describe('while it runs', () => {
  let app: TestApp
  let receiver: TestReceiver
  let organization: TestOrganization
  beforeAll(async () => {
    app = await openTestApp({ workers: 0, environment: { REQUESTS_PER_MINUTE: '1000000' } })
    receiver = await openReceiver()
    organization = await app.organization()
    await createEventType(organization.client, 'a.b')
    const { id } = await createWebhook(organization.client, { url: receiver.url, eventTypes: ['a.b'] })
    const insert = (eventId: string, from: number, to: number, character: string, attempts: number) =>
      rows(
        app,
        `with event as (insert into events (id, organization_id, type, occurred_at, data, channels, test)
            values ('${eventId}', '${organization.id}', 'a.b', now(), '{}', '{}', false) returning id),
          delivered as (insert into deliveries (id, organization_id, webhook_id, event_id, status, decision, trigger, started_at)
            select 'wd_' || n, '${organization.id}', '${id}', event.id, 'SUCCEEDED', '', 'AUTOMATIC', now()
            from event, generate_series(${from}, ${to}) n returning id)
          insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome,
            response_headers, response_body, response_body_truncated, total_ms, decision, started_at, finished_at)
          select '${organization.id}', '${id}', delivered.id, 'a.b', k, 'AUTOMATIC', 'FAILED', '[]',
            convert_to(repeat(E'${character}', 65536), 'UTF8'), false, 1, '', now(), now()
          from delivered, generate_series(1, ${attempts}) k`,
      )
    await insert('evt_1', 450, 499, 'x', 2)
    // Few reads reach the limit: an organization has time for few.
    await insert('evt_2', 200, 219, '\\x01', 10)
    await insert('evt_3', 100, 119, 'x', 20)
    await rows(
      app,
      `insert into event_types (organization_id, name, description, example)
        select '${organization.id}', repeat('n', 120) || n, '', '1' from generate_series(1, 490) n`,
    )
    await untilSettled(app)
  })
  afterAll(async () => {
    await app[Symbol.asyncDispose]()
    await receiver.close()
  })

  /** Asks, and again if a busy machine took so long for the reads before that the organization has no time left. */
  const ask = (query: string) =>
    eventually(
      async () => {
        const answer = await organization.client.send(query)
        return !answer.errors?.some(({ extensions }) => extensions.code === 'RATE_LIMITED') && answer
      },
      { deadlineMs: 120_000 },
    )

  test('the natural first query is answered, 13 MB of bodies as they are', async () => {
    const { data, errors } = await ask('{ deliveries { nodes { attempts { nodes { responseBody } } } } }')
    expect(errors).toBeUndefined()
    expect(data.deliveries.nodes).toHaveLength(50)
    expect(data.deliveries.nodes[0].attempts.nodes).toHaveLength(2)
  })

  test.each([
    [
      'of bodies',
      '{ event(id: "evt_3") { deliveries(first: 15) { nodes { attempts(first: 20) { nodes { responseBody } } } } } }',
    ],
    [
      'of small texts',
      `{ deliveries(first: 8) { nodes { event { organization { eventTypes { ${repeated(50, 'name')} } } } } } }`,
    ],
    [
      'of what JSON escapes',
      '{ event(id: "evt_2") { deliveries(first: 6) { nodes { attempts { nodes { responseBody } } } } } }',
    ],
  ])('an answer larger than 16 MB %s is refused with what to do', async (_what, query) => {
    const { errors } = await ask(query)
    expect(errors!.length).toBeGreaterThan(0)
    // Several where fields beside each other found out in the same moment.
    for (const error of errors!)
      expect(error).toMatchObject({
        message: expect.stringContaining('smaller pages'),
        extensions: { code: 'ANSWER_TOO_LARGE' },
      })
  })
})
