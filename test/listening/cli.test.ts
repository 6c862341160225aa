import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listenerName } from '../../src/cli/listen/listener-name.ts'
import { runCommandLine } from '../../src/cli/program.ts'
import { verify } from '../../src/receiver-library/index.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { createTestTerminal } from '../support/test-terminal.ts'
import { rows } from '../support/sql.ts'
import { readDelivery } from '../support/webhooks.ts'
import { openListening } from './listener.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

interface Local {
  headers: Record<string, string>
  body: string
}

/** A server as a developer has one on this machine: plain HTTP. */
async function openLocal(answer: (request: Local) => number, ready = Promise.resolve()) {
  const received: Local[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const local = { headers: request.headers as Record<string, string>, body }
      received.push(local)
      void ready.then(() => response.writeHead(answer(local), { 'X-Local': 'yes' }).end('seen'))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

test('durahook listen: each event arrives as a webhook would get it, and its answer is in the log', async () => {
  await using local = await openLocal(({ body }) => (body.includes('"bad"') ? 500 : 200))
  const organization = await openOrganization(app)
  const { client } = organization
  const connection = ['--url', client.url.replace('/graphql', ''), '--api-key', client.apiKey]
  const terminal = createTestTerminal()
  const running = runCommandLine(['listen', '--forward-to', local.url, ...connection], terminal)
  await eventually(() => terminal.stderr.length === 2)
  expect(terminal.stderr[0]).toBe(
    `Listening. Events go to ${local.url}, as Standard Webhooks sends them; Ctrl-C ends it.`,
  )
  const secret = /^Signed with (whsec_\S+)$/.exec(terminal.stderr[1]!)![1]!
  for (const data of [{ kind: 'good' }, { kind: 'bad' }]) await organization.publish({ data })
  await eventually(() => terminal.stdout.length === 2)
  for (const { headers, body } of local.received) {
    await verify(body, headers, secret)
    new Webhook(secret).verify(body, headers)
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Standard-Webhooks/1.0',
    })
  }
  const deliveries = await eventually(async () => {
    const found = await rows(
      app,
      `select id, status, status_code from deliveries where organization_id = ? and status <> 'PENDING' order by status`,
      [organization.id],
    )
    return found.length === 2 && found
  })
  expect(deliveries.map(({ status, status_code: code }) => `${status} ${code}`)).toEqual([
    'FAILED 500',
    'SUCCEEDED 200',
  ])
  const delivery = await organization.untilStatus(deliveries[1].id, 'SUCCEEDED')
  expect(delivery.attempts.nodes[0].latency.totalMs).toBeGreaterThan(0)
  expect(terminal.stdout.join('\n')).toContain(`  ${deliveries[1].id}`)
  terminal.interrupt()
  expect(await running).toBe(130)
  // What is published while nobody listens comes at once when somebody does. The server sees the end of a connection late.
  await rows(
    app,
    `update webhooks set listener_session = 'ended' where organization_id = ? and listener_session is not null`,
    [organization.id],
  )
  await organization.publish({ data: { kind: 'good' } })
  const again = createTestTerminal()
  const second = runCommandLine(['listen', '--forward-to', local.url, '--json', ...connection], again)
  await eventually(() => again.stdout.length === 1)
  expect(JSON.parse(again.stdout[0]!)).toMatchObject({ number: 1, statusCode: 200, errorKind: null })
  expect(again.stderr[1]).toBe(`Signed with ${secret}`)
  again.interrupt()
  await second
})

test('who is taken over still reports what was on its way, and only then ends', async () => {
  let answer = () => {}
  const asked = new Promise<void>((resolve) => (answer = resolve))
  await using local = await openLocal(() => 200, asked)
  const organization = await openOrganization(app)
  const { client } = organization
  const terminal = createTestTerminal()
  const running = runCommandLine(
    ['listen', '--forward-to', local.url, '--url', client.url, '--api-key', client.apiKey],
    terminal,
  )
  await eventually(() => terminal.stderr.length === 2)
  const { deliveryIds } = await organization.publish()
  await eventually(() => local.received.length === 1)
  const name = listenerName(hostname(), new URL(local.url))
  const second = await openListening(client, { name, forwardTo: local.url })
  await eventually(() => terminal.stderr.includes('Waiting for 1 answer.'))
  answer()
  expect(await running).toBe(1)
  expect(terminal.stderr.at(-1)).toMatch(/^LISTENER_ENDED: /)
  await organization.untilStatus(deliveryIds[0]!, 'SUCCEEDED')
  await second.close()
})

test('a local server that is not there: the delivery is FAILED and says so', async () => {
  const gone = await openLocal(() => 200)
  await gone[Symbol.asyncDispose]()
  const organization = await openOrganization(app)
  const { client } = organization
  const terminal = createTestTerminal()
  const running = runCommandLine(
    ['listen', '--forward-to', gone.url, '--url', client.url, '--api-key', client.apiKey, '--json'],
    terminal,
  )
  await eventually(() => terminal.stderr.length === 2)
  await organization.publish()
  await eventually(() => terminal.stdout.length === 1)
  const { deliveryId } = JSON.parse(terminal.stdout[0]!)
  const delivery = await organization.untilStatus(deliveryId, 'FAILED')
  expect(delivery.attempts.nodes).toMatchObject([{ errorKind: 'CONNECTION_REFUSED', statusCode: null }])
  expect((await readDelivery(client, deliveryId)).attempts.nodes[0].error).toMatch(/Start the server/)
  terminal.interrupt()
  expect(await running).toBe(130)
})

test('what is refused ends the command, with the code of its reason', async () => {
  const { client } = await openOrganization(app)
  const run = async (...args: string[]) => {
    const terminal = createTestTerminal()
    const code = await runCommandLine(
      ['listen', '--forward-to', 'http://localhost:3000/', '--url', client.url, ...args],
      terminal,
    )
    return [code, terminal.stderr.join('\n')]
  }
  expect(await run('--api-key', client.apiKey, '--types', 'nothing.known')).toEqual([
    1,
    expect.stringMatching(/nothing\.known/),
  ])
  expect(await run('--api-key', 'dk_wrong')).toEqual([4, expect.stringMatching(/API key/)])
})
