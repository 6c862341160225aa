import { expect, test } from 'vitest'
import { operatorSignInUrl } from '../../src/access/sign-in-url.ts'
import { signIn } from '../support/sign-in.ts'
import { createLink, openDashboard, type Dashboard } from './support/dashboard.ts'

const ME = `{ viewer { session scopes organization { id } } }`

/** Opens a link as a browser does; the session's cookie, or null. */
async function open({ base }: Dashboard, url: string): Promise<string | null> {
  const token = new URL(url).hash.slice(1)
  const response = await signIn(base, { token }, { origin: base })
  return response.status === 204 ? response.headers.get('set-cookie') : null
}

async function ask({ base }: Dashboard, cookie: string, query: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${base}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: cookie.split(';')[0]!, ...headers },
    body: JSON.stringify({ query }),
  })
  return (await response.json()) as { data: any; errors?: { extensions: { code: string } }[] }
}

test('a link signs in once, and leaves no token in the URL, in history or within reach of scripts', async () => {
  await using dashboard = await openDashboard()
  const { id, client } = await dashboard.app.organization({ dialect: 'sjocamp' })
  const link = await createLink(client, { name: 'Acme Inc', accentColor: '#ffdd00' })
  const context = await dashboard.browser.newContext()
  const page = await context.newPage()
  const token = new URL(link).hash.slice(1)
  const seen: string[] = []
  page.on('request', (request) => seen.push(`${request.url()} ${JSON.stringify(request.headers())}`))
  await page.goto(link)
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  expect(page.url()).toBe(`${dashboard.base}/o/${id}`)
  expect(seen.filter((text) => text.includes(token))).toEqual([])
  expect(await page.evaluate(() => document.cookie)).toBe('')
  const [cookie] = await context.cookies()
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
  await page.getByRole('navigation', { name: 'Places' }).getByText('Acme Inc').waitFor()
  expect(await page.evaluate(() => document.documentElement.style.getPropertyValue('--accent'))).toBe(
    '#ffdd00',
  )
  expect(await page.evaluate(() => document.documentElement.style.getPropertyValue('--on-accent'))).toBe(
    '#000',
  )

  const second = await dashboard.browser.newPage()
  await second.goto(link)
  await second.getByText('This link was used already, or has expired.').waitFor()

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('API key').waitFor()
  await page.getByLabel('API key').fill(client.apiKey)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
})

test('two browsers that open one link at the same moment: one gets in', async () => {
  await using dashboard = await openDashboard()
  const { client } = await dashboard.app.organization()
  const link = await createLink(client)
  const cookies = await Promise.all([1, 2, 3, 4].map(() => open(dashboard, link)))
  expect(cookies.filter((cookie) => cookie !== null)).toHaveLength(1)
})

test("another tenant's webhooks and organization are not there", async () => {
  await using dashboard = await openDashboard()
  const ours = await dashboard.app.organization({ dialect: 'sjocamp' })
  const theirs = await dashboard.app.organization({ dialect: 'sjocamp' })
  const page = await dashboard.signIn(ours.client)
  await page.goto(`${dashboard.base}/o/${theirs.id}`)
  await page.getByText('It is not here').waitFor()
  const { createDashboardSession } = await ours.client.request(
    `mutation ($input: CreateDashboardSessionInput!) { createDashboardSession(input: $input) { url userErrors { code } } }`,
    { input: { organizationId: theirs.id } },
  )
  expect(createDashboardSession).toEqual({ url: null, userErrors: [{ code: 'NOT_FOUND' }] })
})

test('a session may do what its link said, and makes nothing that outlives it', async () => {
  await using dashboard = await openDashboard()
  const { id, client } = await dashboard.app.organization({ dialect: 'sjocamp' })
  const cookie = (await open(dashboard, await createLink(client)))!
  expect((await ask(dashboard, cookie, ME)).data.viewer).toEqual({
    session: true,
    scopes: ['READ', 'MANAGE'],
    organization: { id },
  })
  const key = await ask(
    dashboard,
    cookie,
    `mutation { createApiKey(input: { name: "x", scopes: [READ] }) { userErrors { code } } }`,
  )
  expect(key.data.createApiKey.userErrors).toEqual([{ code: 'FORBIDDEN' }])
  const publish = await ask(
    dashboard,
    cookie,
    `mutation { publishEvent(input: { type: "x", data: {} }) { duplicate } }`,
  )
  expect(publish.errors![0]!.extensions.code).toBe('FORBIDDEN')
  const reading = (await open(dashboard, await createLink(client, { readOnly: true })))!
  const change = await ask(
    dashboard,
    reading,
    `mutation { deleteWebhook(id: "wh_1") { userErrors { code } } }`,
  )
  expect(change.errors![0]!.extensions.code).toBe('FORBIDDEN')
})

test("other sites' pages get nothing, even with the cookie", async () => {
  await using dashboard = await openDashboard()
  const { client } = await dashboard.app.organization()
  const link = await createLink(client)
  const foreign = { origin: 'https://evil.example' }
  const refused = await signIn(dashboard.base, { token: 'x' }, foreign)
  expect(refused.status).toBe(403)
  const cookie = (await open(dashboard, link))!
  expect((await ask(dashboard, cookie, ME, foreign)).errors![0]!.extensions.code).toBe('UNAUTHENTICATED')
  expect(
    (await ask(dashboard, cookie, ME, { 'sec-fetch-site': 'cross-site' })).errors![0]!.extensions.code,
  ).toBe('UNAUTHENTICATED')
  expect((await ask(dashboard, cookie, ME, { origin: dashboard.base })).data.viewer.session).toBe(true)
})

test('a session ends with the key that made it, and the page says so', async () => {
  await using dashboard = await openDashboard()
  const { client } = await dashboard.app.organization({ dialect: 'sjocamp' })
  const page = await dashboard.signIn(client)
  await page.getByTestId('connection').getByText('Live').waitFor()
  const { organization } = await client.request(`{ organization { apiKeys { nodes { id } } } }`)
  await client.request(`mutation ($id: ID!) { revokeApiKey(id: $id) { userErrors { code } } }`, {
    id: organization.apiKeys.nodes[0].id,
  })
  await page.getByText('Your session has ended').waitFor()
})

test('the link that npm start prints signs an operator in, who sees all organizations', async () => {
  await using dashboard = await openDashboard()
  const { id } = await dashboard.app.organization({ id: 'org_seen' })
  const page = await dashboard.browser.newPage()
  await page.goto(await operatorSignInUrl(dashboard.app.database, dashboard.app.settings))
  await page.getByRole('heading', { name: 'Organizations' }).waitFor()
  await page.getByRole('link', { name: id }).waitFor()
})

test('the page loads nothing from elsewhere, runs no inline code, and is shown in no frame unless told', async () => {
  await using dashboard = await openDashboard()
  const { headers } = await fetch(dashboard.base)
  const policy = headers.get('content-security-policy')!
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toContain('unsafe')
  expect(policy).toContain("frame-ancestors 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  await using framed = await openDashboard({ DASHBOARD_FRAME_ANCESTORS: 'https://app.example.com' })
  const other = await fetch(framed.base)
  expect(other.headers.get('content-security-policy')).toContain('frame-ancestors https://app.example.com')
  expect(other.headers.get('x-frame-options')).toBeNull()
})
