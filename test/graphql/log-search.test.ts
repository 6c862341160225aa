import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { rows, untilSettled } from '../support/sql.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'

let app: TestApp
let receiver: TestReceiver
let organization: TestOrganization
let webhookId: string

/** What receivers answered, by a name for each; the number is the attempt's. */
const BODIES: [string, Buffer | null][] = [
  ['plain', Buffer.from('{"Message":"Quota Exceeded for ACCOUNT_7"}')],
  ['swedish', Buffer.from('Österåker stängt för IDAG')],
  [
    'bytes',
    Buffer.concat([Buffer.from([0xff, 0x00, 0xc3]), Buffer.from('Half Broken'), Buffer.from([0xe2, 0x82])]),
  ],
  ['signs', Buffer.from('100% of a_b \\303\\266 (x|y)* "$HOME" C:\\Temp')],
  ['greek', Buffer.from('ΑΒΓ δ Ωmega 😀')],
  ['none', null],
]

beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  receiver = await openReceiver()
  organization = await app.organization()
  await createEventType(organization.client, 'a.b')
  webhookId = (await createWebhook(organization.client, { url: receiver.url, eventTypes: ['a.b'] })).id
  await rows(
    app,
    `insert into events (id, organization_id, type, occurred_at, data, channels, test) values ('evt_1', '${organization.id}', 'a.b', now(), '{}', '{}', false)`,
  )
  await rows(
    app,
    `insert into deliveries (id, organization_id, webhook_id, event_id, status, decision, trigger, started_at)
      values ('wd_01TEST', '${organization.id}', '${webhookId}', 'evt_1', 'SUCCEEDED', '', 'AUTOMATIC', now())`,
  )
  for (const [index, [name, body]] of BODIES.entries())
    await rows(
      app,
      `insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, status_code,
          response_headers, response_body, response_body_truncated, total_ms, error, decision, started_at, finished_at)
        values ('${organization.id}', '${webhookId}', 'wd_01TEST', 'a.b', ${index + 1}, 'AUTOMATIC', 'FAILED', ${500 + index},
          '[]', ${body === null ? 'null' : `decode('${body.toString('hex')}', 'hex')`}, false, 1, 'Error of ${name}', '', now(), now())`,
    )
  await untilSettled(app)
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

async function search(text: string): Promise<string[]> {
  const { webhook } = await organization.client.request(
    `query ($id: ID!, $text: String) { webhook(id: $id) { deliveryLog(filter: { text: $text }) { nodes { number } } } }`,
    { id: webhookId, text },
  )
  return webhook.deliveryLog.nodes.map(({ number }: any) => BODIES[number - 1]![0]).sort()
}

describe('searching a log for', () => {
  test.each<[string, string[]]>([
    ['quota exceeded', ['plain']],
    ['QUOTA', ['plain']],
    ['"message":', ['plain']],
    ['account_7', ['plain']],
    ['accountx7', []],
    ['österåker', ['swedish']],
    ['ÖSTERÅKER', ['swedish']],
    ['Stängt FÖR idag', ['swedish']],
    ['osteraker', []],
    ['half broken', ['bytes']],
    ['100%', ['signs']],
    ['100x', []],
    ['A_B', ['signs']],
    ['\\303\\266', ['signs']],
    ['ö', ['swedish']],
    ['(x|y)*', ['signs']],
    ['(x|y)* ö', []],
    ['$home', ['signs']],
    ['c:\\temp', ['signs']],
    ['αβγ Δ', ['greek']],
    ['ωMEGA 😀', ['greek']],
    ['😀', ['greek']],
    ['error OF none', ['none']],
    ['503', ['signs']],
    ['50', []],
    ['WD_01test/5', ['greek']],
    ['A.B', BODIES.map(([name]) => name).sort()],
    ['nothing of the kind', []],
  ])('%j', async (text, names) => {
    expect(await search(text)).toEqual(names)
  })
})
