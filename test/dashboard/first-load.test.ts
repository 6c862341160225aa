import { expect, test } from 'vitest'
import { openDashboard } from './support/dashboard.ts'

/** All that the browser fetches to show a delivery log for the first time, compressed, in bytes. */
const MOST = 250_000

test('the first load stays small, and is never fetched again', async () => {
  await using dashboard = await openDashboard()
  const { client } = await dashboard.app.organization({ dialect: 'sjocamp' })
  const page = await dashboard.signIn(client)
  const fetched = await page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(
      (entry) => {
        const { name, encodedBodySize } = entry as PerformanceResourceTiming
        return { name, bytes: encodedBodySize }
      },
    ),
  )
  const total = fetched.reduce((sum, { bytes }) => sum + bytes, 0)
  console.log(
    `First load of the overview: ${(total / 1000).toFixed(1)} kB compressed, in ${fetched.length} requests.`,
  )
  expect(total).toBeLessThan(MOST)

  const asset = fetched.find(({ name }) => name.endsWith('.js'))!
  const { headers } = await fetch(asset.name, { headers: { 'accept-encoding': 'br' } })
  expect(headers.get('cache-control')).toContain('immutable')
  expect(headers.get('content-encoding')).toBe('br')
  expect((await fetch(`${dashboard.base}/o/any/webhooks`)).headers.get('cache-control')).toBe('no-cache')
  expect((await fetch(`${dashboard.base}/assets/missing.js`)).status).toBe(404)
})
