import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openDashboard } from './support/dashboard.ts'

/** Opens GraphiQL and waits for its editors: a click before they are there does nothing. */
async function openGraphiQL(page: Page, base: string): Promise<void> {
  // What is typed before GraphiQL has asked for the schema may be lost.
  const asked = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.goto(`${base}/graphql`)
  await asked
  await page.locator('.CodeMirror').nth(3).waitFor() // query, variables, headers, result
  await page.getByText('viewer').waitFor()
}

test('GraphiQL runs queries as the one who is signed in, knows the schema, and asks no other server for anything', async () => {
  await using dashboard = await openDashboard()
  const { client, id } = await dashboard.app.organization()
  const page = await dashboard.signIn(client)
  const hosts = new Set<string>()
  page.on('request', (request) => hosts.add(new URL(request.url()).host))
  await openGraphiQL(page, dashboard.base)
  await page.getByRole('button', { name: /Execute query/ }).click()
  await page.getByText(`"id": "${id}"`).waitFor()
  await page.getByRole('button', { name: /Documentation Explorer/ }).click()
  await page.getByText('Root Types').waitFor()
  expect([...hosts]).toEqual([new URL(dashboard.base).host])
  expect(dashboard.faults).toEqual([])
})

test('GraphiQL subscribes with the key in its headers', async () => {
  await using dashboard = await openDashboard()
  const { apiKey, client } = await dashboard.app.organization()
  const page = await (await dashboard.browser.newContext()).newPage()
  const query = 'subscription { organizationDeliveryLog(after: "") { node { eventType } } }'
  await openGraphiQL(page, dashboard.base)
  await page.evaluate(
    ([text, headers]) => {
      const [editor, , headersEditor] = [...document.querySelectorAll('.CodeMirror')].map(
        (element) => (element as unknown as { CodeMirror: { setValue(value: string): void } }).CodeMirror,
      )
      editor!.setValue(text!)
      headersEditor!.setValue(headers!)
    },
    [query, JSON.stringify({ Authorization: `Bearer ${apiKey}` })],
  )
  await page.getByRole('button', { name: /Execute query/ }).click()
  await client.request(
    `mutation ($url: String!) {
      createEventType(input: { name: "a.b", example: {} }) { userErrors { code } }
      createWebhook(input: { url: $url, eventTypes: ["a.b"] }) { userErrors { code } }
      publishEvent(input: { type: "a.b", data: {} }) { userErrors { code } }
    }`,
    { url: dashboard.receiver.url },
  )
  await page.getByText('"eventType": "a.b"').waitFor()
  expect(dashboard.faults).toEqual([])
})
