import { getNamedType, isNonNullType, type GraphQLField } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApiKey } from '../../src/access/api-keys.ts'
import { openSession } from '../../src/access/sessions.ts'
import { operatorSignInUrl } from '../../src/access/sign-in-url.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { cookieOf, signIn } from '../support/sign-in.ts'
import { introspect } from './walk-schema.ts'
import type { Scope } from '../../src/words/enums.ts'

let app: TestApp
let organization: TestOrganization
/** How each of those who may call the API shows who it is. */
const headers = {} as Record<Role, Record<string, string>>
beforeAll(async () => {
  app = await openTestApp({ workers: 0, environment: { REQUESTS_PER_MINUTE: '100000' } })
  organization = await app.organization()
  for (const scope of ['PUBLISH', 'MANAGE', 'READ', 'OPERATE'] as const) {
    const key = {
      organizationId: scope === 'OPERATE' ? null : organization.id,
      name: scope,
      scopes: (scope === 'MANAGE' ? ['READ', 'MANAGE'] : [scope]) as Scope[],
      expiresAt: null,
    }
    headers[`${scope} key`] = { authorization: `Bearer ${(await createApiKey(app.database, key)).token}` }
  }
  headers['customer’s session'] = await opened(await link('{}'))
  headers['customer’s session made by an operator'] = await opened(
    await link(`{ organizationId: "${organization.id}" }`, headers['OPERATE key']),
  )
  headers['read-only session'] = await opened(await link('{ readOnly: true }'))
  headers['key holder’s session'] = await signedIn(organization.apiKey)
  headers['operator’s session'] = await opened(await operatorSignInUrl(app.database, app.settings))
  headers['session of an operator key'] = await signedIn((await app.operator()).apiKey)
})
afterAll(() => app[Symbol.asyncDispose]())

type Role =
  | `${Scope} key`
  | 'customer’s session'
  | 'customer’s session made by an operator'
  | 'read-only session'
  | 'key holder’s session'
  | 'operator’s session'
  | 'session of an operator key'

const OPERATORS: Role[] = ['OPERATE key', 'operator’s session', 'session of an operator key']
const CUSTOMERS: Role[] = ['customer’s session', 'customer’s session made by an operator']
const MANAGING: Role[] = ['MANAGE key', 'key holder’s session', ...CUSTOMERS, ...OPERATORS]
const ADMINISTERING: Role[] = ['MANAGE key', 'key holder’s session', ...OPERATORS]
const GIVING_ACCESS: Role[] = ['MANAGE key', ...OPERATORS]

/** Who may call each mutation. One that is not here fails the test: say who may. */
const MAY: Record<string, Role[]> = {
  createOrganization: OPERATORS,
  updateOrganization: OPERATORS,
  createApiKey: GIVING_ACCESS,
  rotateApiKey: GIVING_ACCESS,
  createDashboardSession: GIVING_ACCESS,
  revokeApiKey: ADMINISTERING,
  createChannel: ADMINISTERING,
  updateChannel: ADMINISTERING,
  deleteChannel: ADMINISTERING,
  createEventType: ADMINISTERING,
  updateEventType: ADMINISTERING,
  createWebhook: MANAGING,
  updateWebhook: MANAGING,
  deleteWebhook: MANAGING,
  enableWebhook: MANAGING,
  disableWebhook: MANAGING,
  pauseWebhook: MANAGING,
  rotateWebhookSecret: MANAGING,
  revealWebhookSecret: MANAGING,
  sendTestEvent: MANAGING,
  retryDelivery: MANAGING,
  cancelDelivery: MANAGING,
  reportAttempts: MANAGING,
  startReplay: MANAGING,
  pauseReplay: MANAGING,
  resumeReplay: MANAGING,
  cancelReplay: MANAGING,
  setReplayRate: MANAGING,
  eraseEvent: ADMINISTERING,
  deleteOrganization: OPERATORS,
  publishEvent: ['PUBLISH key', ...OPERATORS],
  publishEvents: ['PUBLISH key', ...OPERATORS],
}

async function ask(role: Record<string, string>, query: string): Promise<any> {
  const response = await fetch(organization.client.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...role },
    body: JSON.stringify({ query }),
  })
  return response.json()
}

async function link(input: string, by?: Record<string, string>): Promise<string> {
  const { data } = await ask(
    by ?? { authorization: `Bearer ${organization.apiKey}` },
    `mutation { createDashboardSession(input: ${input}) { url } }`,
  )
  return data.createDashboardSession.url
}

async function opened(url: string): Promise<Record<string, string>> {
  const session = await openSession(app.database, new URL(url).hash.slice(1))
  return { cookie: `durahook_session=${session!.token}` }
}

const signedIn = async (apiKey: string): Promise<Record<string, string>> => ({
  cookie: cookieOf(await signIn(organization.client.url, { apiKey })),
})

/** Arguments that are valid and name nothing, so that who may call it changes nothing either. */
function argumentsOf({ args }: GraphQLField<unknown, unknown>): string {
  const given = args
    .filter(({ type }) => isNonNullType(type))
    .map(({ name, type }) => `${name}: ${literal(String(type))}`)
  return given.length > 0 ? `(${given.join(', ')})` : ''
}

function literal(type: string): string {
  const values: Record<string, string> = {
    'ID!': '"nothing"',
    'String!': '"nothing"',
    'Int!': '1',
    'StartReplayInput!': '{ webhookId: "nothing" }',
    'CreateOrganizationInput!': '{ name: "" }',
    'UpdateOrganizationInput!': '{ id: "nothing" }',
    'CreateApiKeyInput!': '{ name: "", scopes: [] }',
    'CreateChannelInput!': '{ name: "" }',
    'UpdateChannelInput!': '{ id: "nothing", name: "x" }',
    'EventTypeInput!': '{ name: "Not a name", example: 1 }',
    'CreateWebhookInput!': '{ url: "x", eventTypes: [] }',
    'UpdateWebhookInput!': '{ id: "nothing" }',
    'PublishEventInput!': '{ type: "nothing", data: 1 }',
    '[PublishEventInput!]!': '[]',
    '[ReportAttemptInput!]!': '[]',
    'SendTestEventInput!': '{ webhookId: "nothing", eventType: "x" }',
    'CreateDashboardSessionInput!': '{ accentColor: "none" }',
  }
  if (values[type] === undefined) throw new Error(`What is a value of ${type}? Teach literal.`)
  return values[type]
}

describe('who may call what', () => {
  test('is said of every mutation, and holds for keys and sessions of each kind', async () => {
    const fields = Object.values((await introspect(organization.client)).getMutationType()!.getFields())
    expect(fields.map(({ name }) => name).sort()).toEqual(Object.keys(MAY).sort())
    const wrong: string[] = []
    for (const field of fields) {
      expect(String(getNamedType(field.type))).toMatch(/Payload$/)
      const text = `mutation { ${field.name}${argumentsOf(field)} { userErrors { code } } }`
      for (const role of Object.keys(headers) as Role[]) {
        const { data, errors } = await ask(headers[role], text)
        const code = errors?.[0].extensions.code ?? data[field.name].userErrors[0]?.code ?? 'done'
        const may = MAY[field.name]!.includes(role)
        if ((code === 'FORBIDDEN') === may) wrong.push(`${field.name} by ${role}: ${code}`)
      }
    }
    expect(wrong).toEqual([])
    console.log(`roles: ${fields.length} mutations, ${Object.keys(headers).length} callers`)
  })

  test('is told by the viewer', async () => {
    const told: Record<string, unknown> = {}
    for (const role of (Object.keys(headers) as Role[]).filter((name) => !/^(PUBLISH|MANAGE)/.test(name)))
      told[role] = (await ask(headers[role], `{ viewer { session customer scopes } }`)).data.viewer
    const customer = { session: true, customer: true, scopes: ['READ', 'MANAGE'] }
    expect(told).toEqual({
      'READ key': { session: false, customer: false, scopes: ['READ'] },
      'OPERATE key': { session: false, customer: false, scopes: ['OPERATE'] },
      'customer’s session': customer,
      'customer’s session made by an operator': customer,
      'read-only session': { ...customer, scopes: ['READ'] },
      'key holder’s session': { session: true, customer: false, scopes: ['MANAGE', 'READ'] },
      'operator’s session': { session: true, customer: false, scopes: ['OPERATE'] },
      'session of an operator key': { session: true, customer: false, scopes: ['OPERATE'] },
    })
  })

  test('a customer makes channels where its webhooks must belong to one, and renames and deletes none', async () => {
    const campsite = await app.organization({ dialect: 'campsite' })
    const session = await opened(await link('{}', { authorization: `Bearer ${campsite.apiKey}` }))
    const made = await ask(
      session,
      `mutation { createChannel(input: { id: "bot", name: "Bot" }) { channel { id } userErrors { code } } }`,
    )
    expect(made.data.createChannel).toEqual({ channel: { id: 'bot' }, userErrors: [] })
    for (const change of ['updateChannel(input: { id: "bot", name: "x" })', 'deleteChannel(id: "bot")']) {
      const { data } = await ask(session, `mutation { done: ${change} { userErrors { code } } }`)
      expect(data.done.userErrors).toEqual([{ code: 'FORBIDDEN' }])
    }
  })
})
