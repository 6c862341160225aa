import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '../../src/access/api-keys.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { createClient, type TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { startApiProcess, startWorkerProcess, type TestProcess } from '../support/process.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { openTemporal } from '../support/temporal.ts'

/** Every form a text could have got into something. */
function formsOf(text: string): string[] {
  const bytes = Buffer.from(text)
  // Base64 depends on where in a longer text the bytes begin: three ways, without the ends that differ.
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(offset === 0 ? 0 : 4, -4),
  )
  return [text, bytes.toString('hex'), ...base64, encodeURIComponent(text)]
}

const found = (canary: string, haystack: string) => formsOf(canary).some((form) => haystack.includes(form))

let app: TestApp
let receiver: TestReceiver
let api: TestProcess & { port: number }
let worker: TestProcess
beforeAll(async () => {
  app = await openTestApp({ apis: 0, workers: 0, environment: { LOG_LEVEL: 'trace' } })
  receiver = await openReceiver(({ path, body }) =>
    path.includes('failing')
      ? {
          status: 500,
          headers: { 'x-echo': 'canary-response-header' },
          body: `canary-response ${body.toString()}`,
        }
      : { status: 200 },
  )
  api = await startApiProcess(app)
  worker = await startWorkerProcess(app)
})
afterAll(async () => {
  await worker[Symbol.asyncDispose]()
  await api[Symbol.asyncDispose]()
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

test('secrets, keys and event data are nowhere but where they belong', async () => {
  const canary = (name: string) => `canary-${name}-${randomBytes(9).toString('hex')}`
  const data = canary('data')
  const header = canary('header')
  const path = canary('path')
  const secrets: string[] = []
  const keys: string[] = []
  const answers: string[] = []

  const id = 'leaky'
  await rows(app, `insert into organizations (id, name, plan, dialect) values (?, ?, 'TEAM', 'standard')`, [
    id,
    id,
  ])
  const newClient = async (
    scopes: ('PUBLISH' | 'MANAGE' | 'READ' | 'OPERATE')[],
    organizationId: string | null,
  ) => {
    const { token } = await createApiKey(app.database, {
      organizationId,
      name: 'a key',
      scopes,
      expiresAt: null,
    })
    keys.push(token)
    return createClient(api.port, token)
  }
  const client = await newClient(['PUBLISH', 'MANAGE', 'READ'], id)
  const operator = await newClient(['OPERATE'], null)

  /** Keeps the answer to be searched. */
  async function ask(
    query: string,
    variables: Record<string, unknown> = {},
    by: TestClient = client,
  ): Promise<any> {
    const answer = await by.send(query, variables)
    answers.push(JSON.stringify(answer))
    return answer
  }
  /** The answer is meant to show a secret: it is taken out, the rest is kept. */
  async function askForSecret(
    query: string,
    variables: Record<string, unknown>,
    into: string[],
  ): Promise<any> {
    const { data: given } = await client.send(query, variables)
    const payload: any = Object.values(given)[0]
    expect(payload.secret).toMatch(/^(whsec_|whsk_|dk_)/)
    into.push(payload.secret)
    answers.push(JSON.stringify({ ...payload, secret: null }))
    return payload
  }

  // Everything that handles them, when it goes well.
  await ask(`mutation ($input: EventTypeInput!) { createEventType(input: $input) { userErrors { code } } }`, {
    input: {
      name: 'thing.happened',
      example: {},
      schema: { type: 'object', properties: { n: { type: 'number' } } },
    },
  })
  const CREATE = `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id url headers { name value } publicKey } secret userErrors { code } } }`
  const input = (where: string) => ({
    url: `${receiver.url}/${where}/${path}?token=${path}`,
    eventTypes: ['thing.happened'],
    headers: [{ name: 'authorization', value: `Bearer ${header}` }],
  })
  const good = (await askForSecret(CREATE, { input: input('good') }, secrets)).webhook.id
  const failing = (await askForSecret(CREATE, { input: input('failing') }, secrets)).webhook.id
  const signed = (await askForSecret(CREATE, { input: { ...input('good'), secretKind: 'ED25519' } }, secrets))
    .webhook.id
  await askForSecret(
    `mutation ($id: ID!) { rotateWebhookSecret(id: $id, overlapSeconds: 600) { secret } }`,
    { id: good },
    secrets,
  )
  await askForSecret(
    `mutation ($id: ID!) { revealWebhookSecret(id: $id) { secret } }`,
    { id: signed },
    secrets,
  )
  const made = await askForSecret(
    `mutation { createApiKey(input: { name: "made", scopes: [READ] }) { apiKey { id prefix } secret } }`,
    {},
    keys,
  )
  await askForSecret(
    `mutation ($id: ID!) { rotateApiKey(id: $id, overlapSeconds: 60) { apiKey { id prefix } secret } }`,
    { id: made.apiKey.id },
    keys,
  )
  const PUBLISH = `mutation ($input: PublishEventInput!) { publishEvent(input: $input) { event { id } userErrors { code message } } }`
  const event = { type: 'thing.happened', data: { text: data, n: 1 } }
  const published = await ask(PUBLISH, { input: event })
  const DELIVERIES = `{ deliveries(first: 50) { nodes { id status decision webhook { id } attempts { nodes { error decision } } } } }`
  const nodes = await eventually(
    async () => {
      const { data: read } = await client.send(DELIVERIES)
      const all: any[] = read.deliveries.nodes
      return all.length === 3 && all.every(({ attempts }) => attempts.nodes.length >= 1) && all
    },
    { deadlineMs: 120_000 },
  )
  const failed = nodes.find(({ webhook }) => webhook.id === failing)!.id

  // And when it goes wrong.
  await ask(PUBLISH, { input: { ...event, type: 'unknown' } })
  await ask(PUBLISH, { input: { ...event, data: { text: data, n: 'not a number' } } })
  await ask(`mutation { publishEvent(input: { type: "thing.happened", data: `, {})
  await ask(`query ($key: ID!) { webhook(id: $key) { id } }`, { key: 'wh_nothing' })
  await ask(`{ webhook(id: "x") { secret secrets } }`)
  await ask(`mutation ($id: ID!) { revealWebhookSecret(id: $id) { userErrors { code } } }`, {
    id: 'wh_nothing',
  })
  await ask(DELIVERIES, {}, createClient(api.port, `${client.apiKey}x`))
  const closed = Promise.withResolvers<unknown>()
  client.socket({
    connectionParams: { authorization: `Bearer ${client.apiKey}x` },
    retryAttempts: 0,
    onNonLazyError: () => {},
    on: { closed: (event) => closed.resolve(event) },
  })
  expect(await closed.promise).toMatchObject({ code: 4403 })
  await ask(`mutation ($id: ID!) { retryDelivery(id: $id) { delivery { id } } }`, { id: failed })
  // Postgres refuses rows, and says what is in them.
  await rows(app, `alter table events add constraint refused_event check (idempotency_key <> 'refuse')`)
  const refused = await ask(PUBLISH, { input: { ...event, idempotencyKey: 'refuse' } })
  expect(refused.errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR')
  await rows(app, `alter table webhooks add constraint refused_webhook check (description <> 'refuse')`)
  const webhook = await ask(CREATE, { input: { ...input('good'), description: 'refuse' } })
  expect(webhook.errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR')
  await rows(app, `alter table api_keys add constraint refused_key check (name <> 'refuse')`)
  await ask(`mutation { createApiKey(input: { name: "refuse", scopes: [READ] }) { secret } }`)
  // The worker can not log its attempts for a while, then can.
  await rows(
    app,
    `alter table attempts add constraint refused_attempt check (webhook_id <> '${failing}') not valid`,
  )
  await ask(`mutation ($id: ID!) { retryDelivery(id: $id) { delivery { id } } }`, { id: failed })
  await eventually(() => worker.output().includes('refused_attempt'))
  await rows(app, `alter table attempts drop constraint refused_attempt`)
  // A secret that can not be opened.
  await rows(
    app,
    `update webhooks set secrets = jsonb_build_array(jsonb_build_object('sealed', 'gone.AAAA', 'expiresAt', null)) where id = '${signed}'`,
  )
  await ask(`mutation ($id: ID!) { revealWebhookSecret(id: $id) { secret } }`, { id: signed })
  await ask(PUBLISH, { input: event })
  await eventually(() => worker.output().includes('A request could not be made.'))
  await ask(`mutation ($id: ID!) { cancelDelivery(id: $id) { userErrors { code } } }`, { id: failed })
  await ask(
    `{ organization { name apiKeys { nodes { id name prefix } } webhooks { nodes { id description publicKey oldSecretExpiresAt } } } }`,
  )
  await ask(`query { organizations { nodes { id apiKeys { nodes { prefix } } } } }`, {}, operator)
  expect(published.errors).toBeUndefined()

  // What was written down.
  const logs = api.output() + worker.output()
  expect(logs).toContain('refused_event')
  expect(logs).toContain('refused_webhook')
  await using temporal = await openTemporal(app)
  let history = ''
  let workflows = 0
  const listed = await eventually(async () => {
    const all = []
    for await (const info of temporal.client.workflow.list()) all.push(info)
    return all.length >= 5 && all.some(({ workflowId }) => workflowId === failed) && all // the list is seconds late
  })
  for (const { workflowId, runId, raw } of listed) {
    workflows += 1
    const { events } = await temporal.client.workflow.getHandle(workflowId, runId).fetchHistory()
    history += textOf(events) + textOf(raw) + textOf((await temporal.describe(workflowId)).raw)
  }
  expect(history).toContain(failed)
  const tables: { name: string }[] = await rows(
    app,
    // With the rows of its partitions, so under one name.
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v') and not relispartition`,
  )
  const dump = new Map<string, string>()
  for (const { name } of tables) {
    const lines = await rows(app, `select t::text as line from ${name} t`)
    dump.set(name, lines.map(({ line }) => line).join('\n'))
  }
  expect(dump.get('events')).toContain(data)

  const everything = [...dump.values()].join('\n')
  const shown = answers.join('\n')
  const leaks: string[] = []
  const check = (what: string, text: string, places: Record<string, string>) => {
    for (const [place, content] of Object.entries(places))
      if (found(text, content)) leaks.push(`${what} in ${place}: ${context(text, content)}`)
  }
  for (const secret of secrets)
    check('a webhook secret', secret.replace(/^whs(ec|k)_/, ''), {
      logs,
      history,
      database: everything,
      answers: shown,
    })
  for (const key of keys) check('an API key', key, { logs, history, database: everything, answers: shown })
  check('event data', data, { logs, history })
  check('a custom header', header, { logs, history })
  check('a path', path, { logs, history })
  check('a response', 'canary-response', { logs, history })
  for (const [name, content] of dump)
    if (!['events', 'known_events', 'attempts'].includes(name)) check('event data', data, { [name]: content })
  expect(leaks).toEqual([])
  console.log(
    `leaks: ${secrets.length} secrets, ${keys.length} keys, 4 canaries; ${(logs.length / 1024).toFixed(0)} KiB of logs, ${workflows} histories, ${tables.length} tables, ${answers.length} answers searched; ${leaks.length} found`,
  )
}, 600_000)

/** All texts of a message of Temporal's, payloads included, whatever they are encoded in. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return `${value}\n`
  if (value instanceof Uint8Array) return `${Buffer.from(value).toString('utf8')}\n`
  if (Array.isArray(value)) return value.map(textOf).join('')
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([key, inner]) => `${key}\n${textOf(inner)}`)
      .join('')
  return ''
}

function context(text: string, content: string): string {
  const form = formsOf(text).find((candidate) => content.includes(candidate))!
  const at = content.indexOf(form)
  return content.slice(Math.max(at - 200, 0), at + 100)
}
