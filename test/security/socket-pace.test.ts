import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { openRawSocket, type RawSocket } from '../support/raw-socket.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

const pongsOf = ({ messages }: RawSocket<any>) => messages.filter(({ type }) => type === 'pong').length

test('messages that come faster than they are read wait, and none is lost', async () => {
  await using flooding = openRawSocket((await app.organization()).client)
  await using quiet = openRawSocket((await app.organization()).client)
  expect(await Promise.all([flooding.letIn, quiet.letIn])).toEqual([true, true])
  const message = { type: 'ping', payload: { text: 'x'.repeat(4_000) } }
  const begun = performance.now()
  for (let count = 0; count < 1_000; count += 1) flooding.send(message)
  await eventually(() => pongsOf(flooding) > 100)
  quiet.send(message)
  await eventually(() => pongsOf(quiet) === 1)
  expect(pongsOf(flooding)).toBeLessThan(1_000)
  await eventually(() => pongsOf(flooding) === 1_000, { deadlineMs: 30_000 })
  // 200 a second.
  expect(performance.now() - begun).toBeGreaterThan(2_500)
})

test(
  'connections that come faster than they are taken wait, and all are taken',
  { timeout: 30_000 },
  async () => {
    const { client } = await app.organization()
    const begun = performance.now()
    const many = Array.from({ length: 120 }, () => openRawSocket(client))
    expect(await Promise.all(many.map(({ letIn }) => letIn))).toEqual(many.map(() => true))
    // 50 a second.
    expect(performance.now() - begun).toBeGreaterThan(1_500)
    for (const { socket } of many) socket.terminate()
  },
)
