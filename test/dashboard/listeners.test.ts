import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEventType } from '../support/webhooks.ts'
import { openDashboard, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => void (dashboard = await openDashboard()))
afterAll(() => dashboard[Symbol.asyncDispose]())

test('a listener of durahook listen says what it is, and can be deleted but neither stopped nor edited', async () => {
  const { id: organizationId, client } = await dashboard.app.organization()
  await createEventType(client, 'a.b')
  const socket = client.socket()
  const messages = socket.iterate<any>({
    query: `subscription ($input: ListenInput!) { listen(input: $input) { listener { id } } }`,
    variables: { input: { name: 'laptop', forwardTo: 'http://localhost:3000/hooks' } },
  })
  const { id } = (await messages.next()).value.data.listen.listener
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${organizationId}/webhooks?status=LISTENING`)
  await page.getByRole('table').getByText('Listening', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'http://localhost:3000/hooks' }).click()
  await page.getByText('A listener of durahook listen').waitFor()
  await page.getByText('is removed 24 hours after').waitFor()

  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByText('run it again to change that').waitFor()
  for (const name of ['Pause', 'Enable', 'Disable', 'Save'])
    expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0)
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.waitForURL(`${dashboard.base}/o/${organizationId}/webhooks`)
  await expect
    .poll(async () => (await client.request(`{ webhooks { nodes { id } } }`)).webhooks.nodes)
    .toEqual([])
  expect(id).toMatch(/^wh_/)
  await socket.dispose()
  expect(dashboard.faults).toEqual([])
})
