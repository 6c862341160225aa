import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { hostileRecord } from './hostile.ts'
import { createTenant, type Tenant } from './tenant.ts'
import { firstMessage, introspect, operationText, targetsOf } from './walk-schema.ts'

/** Inputs for each field that takes arguments. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 60)

let app: TestApp
let receiver: TestReceiver
let own: Tenant
beforeAll(async () => {
  receiver = await openReceiver()
  app = await openTestApp({ environment: { REQUESTS_PER_MINUTE: '1000000', EVENTS_PER_MINUTE: '100000000' } })
  own = await createTenant(app, receiver, 'own')
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

const REACH = {
  Organization: 'organization { … }',
  Channel: 'organization { channel(id: "own_channel") { … } }',
  Webhook: 'organization { webhooks(first: 2) { nodes { … } } }',
  Event: 'events(first: 2) { nodes { … } }',
  Delivery: 'deliveries(first: 2) { nodes { … } }',
}

/** Keys that would end the caller's own work, or the tenant's things the others need. */
const KEPT = new Set(['Mutation.revokeApiKey', 'Mutation.rotateApiKey'])

/** Deletes the organization itself if it is given its id and its name, which are equal here. */
const DELETES_ALL = 'Mutation.deleteOrganization'

/** Of the caller's own; ids by what the field is for. */
function goodValues(coordinate: string): Record<string, unknown> {
  const { ids } = own
  const things = [
    ['Webhook', ids.webhook],
    ['Delivery', ids.delivery],
    ['Channel', ids.channel],
    ['Organization', ids.organization],
    ['event', ids.event],
  ] as const
  const thing = KEPT.has(coordinate)
    ? undefined
    : things.find(([name]) => new RegExp(name, 'i').test(coordinate.split('.')[1]!))
  return {
    ...(thing && !coordinate.includes('delete') && { id: thing[1] }),
    organizationId: null,
    webhookId: ids.webhook,
    eventId: ids.event,
    channelId: ids.channel,
    channels: [ids.channel],
    type: ids.eventType,
    eventType: ids.eventType,
    eventTypes: [ids.eventType],
    url: receiver.url,
    name: 'own.name',
    value: 'v',
    dialect: 'standard',
    first: 2,
    after: null,
    minutes: 5,
    overlapSeconds: 60,
    scopes: ['READ'],
    plan: 'TEAM',
  }
}

test('no input makes an error of the server', async () => {
  const operator = await app.operator()
  const schema = await introspect(own.client)
  const targets = targetsOf(schema, REACH).filter(({ field }) => field.args.length > 0)
  const failures: string[] = []
  let inputs = 0
  let refused = 0
  for (const target of targets) {
    // A log may have nothing after its last cursor, and nothing is no answer.
    const left =
      target.operation === 'subscription'
        ? own.ids.logCursor
        : KEPT.has(target.coordinate)
          ? own.ids.apiKey
          : target.coordinate === DELETES_ALL
            ? own.ids.organization
            : null
    const ids = Object.values(own.ids).filter((id) => id !== left)
    const known = {
      texts: [
        ...ids,
        receiver.url,
        `${receiver.url}/${'x'.repeat(3_000)}`,
        'thing',
        'x-custom',
        'webhook-id',
        'Content-Type',
      ],
      good: goodValues(target.coordinate),
    }
    const given = hostileRecord(target.field.args, known)
    // Subscriptions with good arguments stay open; they are few and simple, so fewer inputs do.
    const runs = target.operation === 'subscription' ? 10 : RUNS
    await fc.assert(
      fc.asyncProperty(given, fc.boolean(), async (variables, asOperator) => {
        inputs += 1
        // From the log's start, so that there is something to say.
        if (target.operation === 'subscription') variables['after'] ??= ''
        const text = operationText(target, variables)
        if (target.operation === 'subscription') {
          const answer = await firstMessage(own.client, text, variables)
          const failed = JSON.stringify(answer ?? null)
          if (failed.includes('INTERNAL_SERVER_ERROR'))
            failures.push(`${text} ${JSON.stringify(variables)} ${failed}`)
          return
        }
        // An operator reaches fields nobody else does; the organization's key reaches its own things by default.
        const client = asOperator && /[oO]rganization/.test(target.coordinate) ? operator : own.client
        let response: Response
        let answer: string
        let tries = 0
        // A busy machine makes an answer late now and then. One that the input makes late is so each time.
        do {
          response = await client.post(JSON.stringify({ query: text, variables }))
          answer = await response.text()
        } while (answer.includes('UNAVAILABLE') && (tries += 1) < 3)
        if (answer.includes('"errors"') || answer.includes('"code"')) refused += 1
        const failed =
          response.status >= 500 || answer.includes('INTERNAL_SERVER_ERROR') || answer.includes('UNAVAILABLE')
        if (failed)
          failures.push(
            `${response.status} ${target.coordinate} ${JSON.stringify(variables).slice(0, 600)}\n${answer.slice(0, 300)} … ${answer.slice(-200)}`,
          )
        JSON.parse(answer)
      }),
      { numRuns: runs, endOnFailure: true },
    )
  }
  expect(failures).toEqual([])
  expect((await own.client.send('{ organization { id } }')).errors).toBeUndefined()
  console.log(`fuzz: ${inputs} inputs to ${targets.length} fields, ${refused} refused, 0 internal errors`)
}, 900_000)
