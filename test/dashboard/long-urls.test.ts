import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../src/database/sql.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'
import { openDashboard, rows, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => void (dashboard = await openDashboard()))
afterAll(() => dashboard[Symbol.asyncDispose]())

test('a URL of 1,200 characters takes two lines of a title at the most, and is there as a whole', async () => {
  const { id: organizationId, client } = await dashboard.app.organization()
  await createEventType(client, 'a.b')
  const url = `${dashboard.receiver.url}/${'long'.repeat(300)}/the-end`
  await createWebhook(client, { url, eventTypes: ['a.b'] })
  const page = await dashboard.signIn(client, {}, { viewport: { width: 390, height: 844 } })

  await page.goto(`${dashboard.base}/o/${organizationId}/webhooks`)
  const link = page.getByRole('table').getByRole('link')
  await link.waitFor()
  expect((await link.boundingBox())!.height).toBeLessThan(70)
  await link.click()

  const title = page.getByRole('heading', { level: 1 })
  await title.getByText('/the-end').waitFor()
  expect((await title.boundingBox())!.height).toBeLessThan(100)
  expect(await title.getAttribute('title')).toBe(url)
  expect((await page.title()).length).toBeLessThan(100)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy URL' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(url)

  await publish(client, 'a.b', {})
  await rows(page).first().waitFor()
  await page.goto(`${dashboard.base}/o/${organizationId}`)
  await page.getByRole('heading', { name: 'Failed attempts' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})

test('hosts in punycode and escaped paths are readable; the title has the URL as it is sent to', async () => {
  const { id: organizationId, client } = await dashboard.app.organization()
  await createEventType(client, 'a.b')
  const { id } = await createWebhook(client, { url: `${dashboard.receiver.url}/x`, eventTypes: ['a.b'] })
  const url = 'https://xn--bcher-kva.example/%E6%B3%A8%E6%96%87'
  await sql(dashboard.app.database)`update webhooks set url = ${url} where id = ${id}`
  const page = await dashboard.signIn(client)
  await page.goto(`${dashboard.base}/o/${organizationId}/webhooks`)
  const link = page.getByRole('link', { name: 'bücher.example/注文' })
  expect(await link.getAttribute('title')).toBe(url)
  await link.click()
  await page.getByRole('heading', { level: 1, name: 'bücher.example/注文' }).waitFor()
  expect(await page.getByRole('heading', { level: 1 }).getAttribute('title')).toBe(url)
  expect(dashboard.faults).toEqual([])
})
