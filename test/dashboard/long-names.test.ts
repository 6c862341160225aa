import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../src/database/sql.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'
import { openDashboard, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => void (dashboard = await openDashboard()))
afterAll(() => dashboard[Symbol.asyncDispose]())

const UNBROKEN = 'long'.repeat(50)
const WORDS = 'a long name '.repeat(17).trim()

test.each([
  [320, UNBROKEN],
  [320, WORDS],
  [1280, WORDS],
])('at %i px names of 200 characters make nothing wider, and no heading higher', async (width, name) => {
  const { id, client } = await dashboard.app.organization({ dialect: 'campsite' })
  const type = `a.${'long_'.repeat(19)}end`
  await createEventType(client, type)
  const channel = `c_${width}_${name.includes(' ') ? 'words' : 'one'}`
  await client.request(
    `mutation ($input: CreateChannelInput!) { createChannel(input: $input) { userErrors { code } } }`,
    { input: { id: channel, name: 'Bot' } },
  )
  const webhook = await createWebhook(client, {
    url: `${dashboard.receiver.url}/a`,
    eventTypes: [type],
    channelId: channel,
    description: name,
  })
  await sql(dashboard.app.database)`update channels set name = ${name} where id = ${channel}`
  await sql(dashboard.app.database)`update organizations set name = ${name} where id = ${id}`
  const page = await dashboard.signIn(client, {}, { viewport: { width, height: 800 } })
  const places = [
    '',
    '/events',
    '/deliveries',
    '/channels',
    `/channels/${channel}`,
    `/channels/${channel}/webhooks/new`,
    '/webhooks',
    `/webhooks/${webhook.id}`,
    `/webhooks/${webhook.id}/test`,
    `/webhooks/${webhook.id}/settings`,
    '/event-types',
    '/api-keys',
    '/retention',
  ]
  const wrong: string[] = []
  for (const place of places) {
    await page.goto(`${dashboard.base}/o/${id}${place}`)
    await page.locator('h1').waitFor()
    await page.waitForLoadState('networkidle')
    const found = await page.evaluate(tooLarge)
    wrong.push(...found.map((what) => `${place}: ${what}`))
  }
  expect(wrong).toEqual([])
})

/** What is wider than the screen, and names that make a heading high, in a line each. */
function tooLarge(): string[] {
  const { scrollWidth } = document.documentElement
  const found = scrollWidth > innerWidth ? [`the page is ${scrollWidth} px wide`] : []
  for (const element of document.querySelectorAll('.sidebar-name, .top-bar, .crumbs, h1')) {
    const { height, right } = element.getBoundingClientRect()
    if (height > 100 || right > innerWidth)
      found.push(`${element.className || 'h1'}: ${Math.round(height)} px high, to ${Math.round(right)}`)
  }
  return found
}
