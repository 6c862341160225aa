import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { openRawSocket } from '../support/raw-socket.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'

let app: TestApp
let receiver: TestReceiver
let organization: TestOrganization
beforeAll(async () => {
  app = await openTestApp()
  receiver = await openReceiver()
  organization = await app.organization()
  await createEventType(organization.client, 'a.b')
  await createWebhook(organization.client, { url: receiver.url, eventTypes: ['a.b'] })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

const FOLLOW = `subscription { organizationDeliveryLog { cursor node { delivery { event { data } } } } }`

const publish = (data: string) =>
  organization.client.post(
    `{"query":"mutation ($data: JSON!) { publishEvent(input: { type: \\"a.b\\", data: $data }) { userErrors { code } } }","variables":{"data":${data}}}`,
  )

/** Follows on connections of the test's own; what each was sent after it was let in, message by message. */
async function follow(connections: number) {
  const sockets = Array.from({ length: connections }, () =>
    openRawSocket(organization.client, { read: (text) => text }),
  )
  for (const [count, { letIn, messages, subscribe }] of sockets.entries()) {
    expect(await letIn).toBe(true)
    messages.length = 0
    subscribe(`s${count}`, FOLLOW)
  }
  const messages = sockets.map((socket) => socket.messages)
  await eventually(async () => {
    await publish('{}')
    return messages.every((own) => own.length > 0)
  })
  return { messages, close: () => sockets.forEach(({ socket }) => socket.terminate()) }
}

test('a subscriber gets event data as it was published, in an answer of its own name', async () => {
  const { messages, close } = await follow(2)
  const data = '{ "2": 1.0, "1": [12345678901234567890],\\n"__proto__": "\\\\u0041$&" }'.replaceAll(
    '\\n',
    '\n',
  )
  await publish(data)
  const wanted = `"event":{"data":${data}}`
  const answers = await eventually(() => {
    const found = messages.map((own) => own.find((text) => text.includes(wanted)))
    return found.every((text) => text !== undefined) && found
  })
  close()
  for (const [count, text] of answers.entries())
    expect(JSON.parse(text)).toMatchObject({
      id: `s${count}`,
      type: 'next',
      payload: { data: { organizationDeliveryLog: { cursor: expect.any(String) } } },
    })
})

test('what is large is written once for all who follow', async () => {
  const { messages, close } = await follow(100)
  const data = `[${'1,'.repeat(120_000)}1]`
  // What was published until all followed has come too: it may be much where the log was held back.
  await publish('"last"')
  await eventually(() => messages.every((own) => own.some((text) => text.includes('"data":"last"'))))
  const before = process.threadCpuUsage()
  await publish(data)
  await eventually(() => messages.every((own) => own.some((text) => text.includes(data))))
  const { user, system } = process.threadCpuUsage(before)
  close()
  // Reading these 240 kB as JSON, which this thread does a few times, takes 100 ms with the text of numbers kept.
  expect((user + system) / 1_000).toBeLessThan(4_000)
})
