import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { openRawRequest } from '../support/raw-request.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

const ME = '{ organization { id } }'

/** Sends a body that does not end. */
async function upload({ client }: TestOrganization) {
  const sent = openRawRequest(client)
  sent.flushHeaders()
  await once(sent, 'socket')
  sent.write('{"query":')
  return sent
}

test('bodies under way take so much memory of one organization, and no place of another’s', async () => {
  const organization = await app.organization()
  const other = await app.organization()
  const uploads = []
  for (let count = 0; count < 30; count += 1) uploads.push(await upload(organization))
  // Sixteen are read, so that nothing more of this organization's is.
  let answered = 0
  const waiting = organization.client.request(ME).then(() => (answered += 1))
  for (let count = 0; count < 10; count += 1)
    expect((await other.client.request(ME)).organization.id).toBe(other.id)
  expect(answered).toBe(0)
  // Those that wait and are given up, too, are forgotten.
  for (const each of uploads.splice(10)) each.destroy()
  await waiting
  const [finished] = uploads
  finished!.end(JSON.stringify(ME) + '}')
  const [response] = (await once(finished!, 'response')) as [{ statusCode: number; resume(): void }]
  expect(response.statusCode).toBe(200)
  response.resume()
  for (const each of uploads) each.destroy()
  // All is given back: as many can begin again.
  await eventually(async () => {
    const again = []
    for (let count = 0; count < 15; count += 1) again.push(await upload(organization))
    const { organization: found } = await organization.client.request(ME)
    for (const each of again) each.destroy()
    return found.id === organization.id
  })
})
