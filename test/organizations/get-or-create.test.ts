import { afterAll, beforeAll, expect, test } from 'vitest'
import { whenFree } from '../support/when-free.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { rows } from '../support/sql.ts'

let app: TestApp
let operator: TestClient
beforeAll(async () => {
  app = await openTestApp({ apis: 2, workers: 0 })
  operator = await app.operator()
})
afterAll(() => app[Symbol.asyncDispose]())

const CREATE = `mutation ($input: CreateOrganizationInput!) {
  createOrganization(input: $input) {
    organization { id name plan dialect { name } apiKeys { nodes { id } } }
    created
    userErrors { code field message }
  }
}`
const create = async (input: object, by = operator) =>
  (await whenFree(() => by.request(CREATE, { input: { name: 'Acme', ...input } }))).createOrganization
const getOrCreate = (input: object, by = operator) => create({ ifExists: 'RETURN', ...input }, by)
const codes = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code)

test('the first call makes the organization, the second returns it as it is', async () => {
  const first = await getOrCreate({ id: 'acme', plan: 'TEAM', dialect: 'campsite' })
  expect(first).toMatchObject({
    created: true,
    organization: { id: 'acme', plan: 'TEAM', dialect: { name: 'campsite' } },
  })
  const second = await getOrCreate({ id: 'acme', name: 'Other', plan: 'FREE', dialect: 'standard' })
  expect(second).toEqual({ ...first, created: false })
})

test('neither call makes an API key, so none is lost with an answer', async () => {
  for (let call = 0; call < 2; call += 1)
    expect((await getOrCreate({ id: 'keyless' })).organization.apiKeys.nodes).toEqual([])
})

test('of calls at the same moment, through two API processes, one makes it', async () => {
  const other = await app.operator(app.ports[1])
  for (let round = 0; round < 10; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, call) =>
        getOrCreate({ id: `at-once-${round}`, name: `Call ${call}` }, call % 2 ? operator : other),
      ),
    )
    expect(answers.filter(({ created }) => created)).toHaveLength(1)
    expect(new Set(answers.map(({ organization }) => organization.name)).size).toBe(1)
    expect(answers.flatMap(codes)).toEqual([])
  }
})

test('without ifExists it is ALREADY_EXISTS, also at the same moment', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => create({ id: 'refused' })))
  expect(answers.filter(({ created }) => created)).toHaveLength(1)
  expect(answers.flatMap(codes)).toEqual(Array.from({ length: 9 }, () => 'ALREADY_EXISTS'))
  expect(codes(await create({ id: 'refused', ifExists: 'REFUSE' }))).toEqual(['ALREADY_EXISTS'])
})

test('an organization that is being deleted is not returned', async () => {
  await getOrCreate({ id: 'going' })
  await rows(app, `update organizations set deleted_at = now() where id = 'going' returning 1`)
  const { organization, created, userErrors } = await getOrCreate({ id: 'going' })
  expect({ organization, created }).toEqual({ organization: null, created: null })
  expect(userErrors).toEqual([
    {
      code: 'ALREADY_EXISTS',
      field: ['input', 'id'],
      message: 'The organization going is being deleted. Its id can be used again when that has ended.',
    },
  ])
})

test('what is wrong is refused, and an id is needed', async () => {
  expect(codes(await getOrCreate({}))).toEqual(['INVALID'])
  expect(codes(await getOrCreate({ id: 'a b' }))).toEqual(['INVALID'])
  expect(codes(await getOrCreate({ id: 'x', dialect: 'none' }))).toEqual(['UNKNOWN_DIALECT'])
})
