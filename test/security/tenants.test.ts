import { getNamedType } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { createTenant, everythingOf, KINDS, NOTHING, type Kind, type Tenant } from './tenant.ts'
import {
  argumentsOf,
  firstMessage,
  introspect,
  operationText,
  slotsOf,
  targetsOf,
  type Input,
  type Slot,
} from './walk-schema.ts'

let app: TestApp
let receiver: TestReceiver
let foreign: Tenant
let own: Tenant

beforeAll(async () => {
  receiver = await openReceiver()
  app = await openTestApp({ workers: 0 })
  const worker = await app.openWorker()
  foreign = await createTenant(app, receiver, 'foreign')
  own = await createTenant(app, receiver, 'own')
  await worker.close() // from here on nothing changes by itself
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

/** Which kind of thing a place names; null: none. Throws for an id nobody has thought of. */
function kindOf({ coordinate, path, input, target }: Slot): Kind | null {
  const name = path.at(-1)!
  if (name === 'organizationId') return 'organization'
  if (name === 'webhookId') return 'webhook'
  if (name === 'eventId') return 'event'
  if (name === 'channelId' || name === 'channels') return 'channel'
  if (['type', 'eventType', 'eventTypes'].includes(name)) return 'eventType'
  if (coordinate === 'EventTypeInput.name') return 'eventType'
  if (name === 'after') return /deliveryLog|attempts/i.test(target.field.name) ? 'logCursor' : 'cursor'
  if (name === 'uid') return null // the caller's own text
  if (name === 'deliveryId') return 'delivery'
  if (getNamedType(input.type).name !== 'ID') return null
  const hints: [RegExp, Kind][] = [
    [/ApiKey/i, 'apiKey'],
    [/Channel/i, 'channel'],
    [/Webhook/i, 'webhook'],
    [/Delivery/i, 'delivery'],
    [/Replay/i, 'replay'],
    [/Organization/i, 'organization'],
    [/event/i, 'event'],
  ]
  const hint = name === 'id' && hints.find(([pattern]) => pattern.test(target.field.name))
  if (hint) return hint[1]
  throw new Error(`Which kind of thing is ${coordinate}? Teach kindOf.`)
}

/** A good value of the caller's own. Throws for a required argument nobody has thought of. */
function fill(coordinate: string, input: Input): unknown {
  const values: Record<string, unknown> = {
    name: 'A name',
    url: receiver.url,
    data: { a: 1 },
    example: { a: 1 },
    scopes: ['READ'],
    value: 'a value',
    type: own.ids.eventType,
    eventType: own.ids.eventType,
    eventTypes: [own.ids.eventType],
    webhookId: own.ids.webhook,
    ratePerSecond: 5,
    run: 1,
    number: 1,
    totalMs: 1,
    forwardTo: 'http://localhost:3000/',
    initialSeconds: 1_800,
    factor: 2,
    maximumSeconds: 3_600,
    deliveryId: own.ids.delivery,
    'EventTypeInput.name': `own.type_${(count += 1)}`,
    'HeaderInput.name': 'x-a',
    'Mutation.rotateWebhookSecret.id': own.ids.webhook,
    'Mutation.rotateApiKey.id': own.ids.apiKey,
    'Mutation.deleteChannel.id': NOTHING.channel,
    'UpdateChannelInput.id': own.ids.channel,
    'UpdateWebhookInput.id': own.ids.webhook,
    'UpdateOrganizationInput.id': own.ids.organization,
  }
  const value = values[coordinate] ?? values[input.name]
  if (value === undefined) throw new Error(`What is a good value of ${coordinate}? Teach fill.`)
  return value
}
let count = 0

const REACH = {
  Organization: 'organization { … }',
  Channel: 'organization { channel(id: "own_channel") { … } }',
  Webhook: 'organization { webhooks(first: 1) { nodes { … } } }',
  Event: 'events(first: 1) { nodes { … } }',
  Delivery: 'deliveries(first: 1) { nodes { … } }',
  Replay: 'replays(first: 1) { nodes { … } }',
}

/** What may differ between two answers to the same question. */
function comparable(answer: unknown, ...tried: string[]): string {
  let text = JSON.stringify(answer)
  for (const id of tried) text = text.replaceAll(JSON.stringify(id).slice(1, -1), '<tried>')
  return text
    .replace(/\b(org|wh|evt|wd|rp|key|ch|ses)_[0-9A-HJKMNP-TV-Z]{26}/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/(dk_|whsec_|token=|#)[\w+/=-]{8,}/g, '<secret>')
    .replace(/own\.type_\d+/g, '<type>')
}

test('what is another organization’s looks like what is not there, in every field and input of the schema', async () => {
  const before = await everythingOf(app, foreign)
  const schema = await introspect(own.client)
  const slots = targetsOf(schema, REACH)
    .flatMap(slotsOf)
    .flatMap((slot) => {
      const kind = kindOf(slot)
      return kind === null ? [] : [{ slot, kind }]
    })
  expect(slots.length).toBeGreaterThan(50)

  // What names a new thing goes last: afterwards the caller has things with those names.
  const creates = ({ slot: { target } }: { slot: Slot }) => target.coordinate.startsWith('Mutation.create')
  slots.sort((one, other) => Number(creates(one)) - Number(creates(other)))

  const wrong: string[] = []
  let tries = 0
  for (const { slot, kind } of slots) {
    const { target, coordinate, path } = slot
    const isCursor = kind === 'cursor' || kind === 'logCursor'
    // Ids of any kind go where an id goes.
    const ids = KINDS.filter((other) => !/cursor|eventType/i.test(other))
    for (const foreignKind of isCursor || kind === 'eventType' || coordinate === 'CreateChannelInput.id'
      ? [kind]
      : ids) {
      // A stream goes on after any cursor: that it starts with the caller's own entries is told by the mark below.
      const nothing =
        isCursor && target.operation === 'subscription' ? foreign.ids[foreignKind] : NOTHING[foreignKind]
      const ask = async (id: string) => {
        const given = argumentsOf(target, path, id, fill)
        const text = operationText(target, given)
        return target.operation === 'subscription'
          ? firstMessage(own.client, text, given)
          : own.client.send(text, given)
      }
      const answer = await ask(foreign.ids[foreignKind])
      const expected = await ask(nothing)
      tries += 1
      const where = `${target.coordinate} ${coordinate} = a ${foreignKind}`
      if (/GRAPHQL_VALIDATION_FAILED|INTERNAL_SERVER_ERROR/.test(JSON.stringify([answer, expected])))
        throw new Error(`${where}: ${JSON.stringify([answer, expected])}`)
      // The page behind a cursor of nothing may be another page; whose it is is told by the mark.
      const same = isCursor || comparable(answer, foreign.ids[foreignKind]) === comparable(expected, nothing)
      const told = JSON.stringify(answer).includes(foreign.mark)
      if (!same || told) wrong.push(`${where}:\n  ${JSON.stringify(answer)}\n  ${JSON.stringify(expected)}`)
    }
  }
  expect(wrong).toEqual([])
  expect(await everythingOf(app, foreign)).toBe(before)
  console.log(`tenants: ${slots.length} places for an id, ${tries} tries, ${wrong.length} accepted wrongly`)
}, 600_000)
