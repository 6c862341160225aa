import { expect, test } from 'vitest'
import { openGate } from '../support/gate.ts'
import { openReceiver } from '../support/receiver.ts'
import { createWebhook } from '../support/webhooks.ts'
import { openDashboard } from './support/dashboard.ts'
import { withoutLongTimers } from './support/without-long-timers.ts'

const WEBHOOK = `query ($id: ID!) { webhook(id: $id) { description eventTypes headers { name value } status } }`

test('of two tabs that change a webhook the second undoes nothing of the first, and is told when both change the same', async () => {
  await using dashboard = await openDashboard()
  await using receiver = await openReceiver()
  const { id, client } = await dashboard.app.organization({ dialect: 'sjocamp' })
  const webhook = await createWebhook(client, { url: `${receiver.url}/a`, eventTypes: ['lead.created'] })
  const first = await dashboard.signIn(client)
  // A page that reads again by itself tells of a conflict before Save is pressed.
  await first.context().addInitScript(withoutLongTimers)
  const settings = `${dashboard.base}/o/${id}/webhooks/${webhook.id}/settings`
  const second = await first.context().newPage()
  for (const page of [first, second]) {
    await page.goto(settings)
    await page.getByLabel('Description').waitFor()
  }
  const stored = async () => (await client.request(WEBHOOK, { id: webhook.id })).webhook
  const save = (page: typeof first) => page.getByRole('button', { name: 'Save' }).click()

  // Different fields.
  await second.getByLabel('lead.verified').check()
  await first.getByLabel('Description').fill('of the first')
  await save(first)
  await expect.poll(async () => (await stored()).description).toBe('of the first')
  await save(second)
  await expect.poll(async () => (await stored()).eventTypes).toEqual(['lead.created', 'lead.verified'])
  expect((await stored()).description).toBe('of the first')
  await expect.poll(() => second.getByLabel('Description').inputValue()).toBe('of the first')

  // The same field: told, and nothing is stored until it is pressed again.
  await second.getByLabel('Description').fill('of the second')
  await first.getByLabel('Description').fill('of the first again')
  await save(first)
  await expect.poll(async () => (await stored()).description).toBe('of the first again')
  await save(second)
  await second.getByText('changed meanwhile').waitFor()
  await second.getByText('of the first again').waitFor()
  // In view of who pressed the button.
  await expect
    .poll(() =>
      second.getByText('changed meanwhile').evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect()
        return top >= 0 && bottom <= innerHeight
      }),
    )
    .toBe(true)
  expect((await stored()).description).toBe('of the first again')
  expect(await second.getByLabel('Description').inputValue()).toBe('of the second')
  await save(second)
  await expect.poll(async () => (await stored()).description).toBe('of the second')
  await expect.poll(() => second.getByText('changed meanwhile').count()).toBe(0)

  // Or theirs is taken.
  await second.reload() // it may not have read again yet what it has saved
  await expect.poll(() => second.getByLabel('Description').inputValue()).toBe('of the second')
  await second.getByLabel('Description').fill('mine')
  await client.request(
    `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { userErrors { message } } }`,
    { input: { id: webhook.id, description: 'theirs' } },
  )
  await save(second)
  await second.getByText('changed meanwhile').waitFor()
  await second.getByRole('button', { name: 'Take it' }).click()
  expect(await second.getByLabel('Description').inputValue()).toBe('theirs')
  await expect.poll(() => second.getByText('changed meanwhile').count()).toBe(0)

  // What this page does to the webhook itself is nobody's conflict.
  await second.getByLabel('Description').fill('typed before pausing')
  await second.getByRole('button', { name: 'Pause' }).click()
  await second.getByRole('button', { name: 'Enable' }).waitFor()
  await save(second)
  await expect.poll(async () => (await stored()).description).toBe('typed before pausing')
  expect(await second.getByText('changed meanwhile').count()).toBe(0)
  expect(dashboard.faults).toEqual([])
})

test('what is typed while a save is under way stays, is nobody’s conflict, and is saved by the next', async () => {
  await using dashboard = await openDashboard()
  const { id, client } = await dashboard.app.organization({ dialect: 'sjocamp' })
  const to = (path: string) => dashboard.receiver.url + path
  const webhook = await createWebhook(client, { url: to('/a'), eventTypes: ['lead.created'] })
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${id}/webhooks/${webhook.id}/settings`)
  const [url, description] = [page.locator('input[type=url]'), page.getByLabel('Description')]
  await url.fill(`${to('/first')} `) // a space, which is not stored
  await description.fill('first')
  const gate = openGate()
  let isStored = false
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()!.includes('mutation UpdateWebhook')) return route.continue()
    const response = await route.fetch()
    isStored = true
    await gate.passed
    await route.fulfill({ response })
  })
  // Says so if a conflict is ever shown.
  await page.evaluate(() => {
    const watched = window as unknown as { conflict: boolean }
    new MutationObserver(() => {
      if (document.body.textContent.includes('changed meanwhile')) watched.conflict = true
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
  })
  const save = page.getByRole('button', { name: 'Save', exact: true })
  await save.click()
  await expect.poll(() => isStored).toBe(true)
  await url.fill(to('/second'))
  await description.fill('second')
  gate.open()
  await page.getByText('Saved.', { exact: true }).waitFor({ state: 'attached' })
  expect([await url.inputValue(), await description.inputValue()]).toEqual([to('/second'), 'second'])
  await save.click()
  const query = `query ($id: ID!) { webhook(id: $id) { url description } }`
  const stored = async () => (await client.request(query, { id: webhook.id })).webhook
  await expect.poll(stored).toEqual({ url: to('/second'), description: 'second' })
  await expect.poll(() => description.inputValue()).toBe('second')
  expect(await page.evaluate(() => (window as unknown as { conflict?: boolean }).conflict)).toBeUndefined()
  expect(dashboard.faults).toEqual([])
})
