import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'

const BROWSERS = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

let app: TestApp
let production: TestApp
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  production = await openTestApp({ workers: 0, environment: { PRODUCTION: 'true' } })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await production[Symbol.asyncDispose]()
})

const get = ({ ports }: TestApp, path: string, accept: string) =>
  fetch(`http://127.0.0.1:${ports[0]}${path}`, { headers: { accept } })

test('a browser gets GraphiQL at /graphql, and all of it from here', async () => {
  const response = await get(app, '/graphql', BROWSERS)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^text\/html/)
  const policy = response.headers.get('content-security-policy')!
  expect(policy).toContain("default-src 'none'; script-src 'self'; ")
  expect(policy).not.toContain('http')

  const html = await response.text()
  const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file!)
  expect(files).toContainEqual(expect.stringMatching(/^\/graphiql\/assets\/index-.*\.js$/))
  for (const file of files.filter((each) => each.startsWith('/graphiql/'))) {
    const asset = await get(app, file, '*/*')
    expect(asset.status, file).toBe(200)
    expect(asset.headers.get('cache-control')).toContain('immutable')
  }
  expect(files.filter((file) => !file.startsWith('/') || file.startsWith('//'))).toEqual([])
  expect((await get(app, '/graphiql/.built-from', '*/*')).status).toBe(404)
})

test.each(['*/*', 'application/json', 'application/graphql-response+json'])(
  'who asks for %s gets what it got before',
  async (accept) => {
    const response = await get(app, '/graphql?query={viewer{name}}', accept)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
  },
)

test('in production a browser gets what it got before', async () => {
  const response = await get(production, '/graphql', BROWSERS)
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
  expect((await get(production, '/graphiql/assets/', BROWSERS)).status).toBe(404)
})
