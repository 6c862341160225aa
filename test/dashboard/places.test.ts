import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDashboard, rows, type Dashboard } from './support/dashboard.ts'
import { fillOperations, tellOfSampleWorkers } from './support/sample-operations.ts'
import { fillWithSample, type Sample } from './support/sample-data.ts'

/** Where pictures for README go; they are written by `npm run screenshots`. */
const PICTURES = join(import.meta.dirname, '../../docs/screenshots')

interface Place {
  name: string
  path(sample: Sample): string
  /** Brings the place into the state that is looked at. */
  prepare?(page: Page, dashboard: Dashboard): Promise<unknown>
}

const PLACES: readonly Place[] = [
  { name: 'overview', path: () => '/o/acme', prepare: (page) => page.getByText('Needs attention').waitFor() },
  {
    name: 'first-steps',
    path: () => '/o/billing',
    prepare: (page) => page.getByRole('heading', { name: 'First steps' }).waitFor(),
  },
  {
    name: 'events',
    path: () => '/o/acme/events',
    async prepare(page) {
      await page.locator('[data-event] button').first().click()
      await page.getByRole('region', { name: 'Event data' }).waitFor()
    },
  },
  {
    name: 'erase',
    path: () => '/o/acme/events',
    async prepare(page) {
      await page.locator('[data-event] button').first().click()
      await page.getByRole('button', { name: 'Erase …' }).click()
    },
  },
  {
    name: 'deliveries',
    path: () => '/o/acme/deliveries',
    async prepare(page) {
      await page.getByRole('progressbar').waitFor()
      for (const box of (await page.getByRole('checkbox').all()).slice(1, 3)) await box.check()
    },
  },
  {
    name: 'deliveries-filter',
    path: () => '/o/acme/deliveries?status=CANCELED&code=503',
    async prepare(page) {
      await page.locator('[data-delivery]').first().waitFor()
      await page.getByRole('button', { name: /^Statuses/ }).click()
    },
  },
  {
    name: 'replay',
    path: ({ failing }) => `/o/acme/deliveries?status=CANCELED&webhook=${failing}`,
    async prepare(page) {
      await page.getByRole('button', { name: 'Resend all that match …' }).click()
      await page.getByRole('button', { name: /^Resend \d+$/ }).waitFor()
    },
  },
  {
    name: 'log-of-all',
    path: () => '/o/acme/deliveries/log',
    prepare: (page) => rows(page).first().waitFor(),
  },
  {
    name: 'replays',
    path: () => '/o/acme/deliveries/replays',
    prepare: (page) => page.getByRole('progressbar').waitFor(),
  },
  {
    name: 'retention',
    path: () => '/o/acme/retention',
    prepare: (page) => page.getByLabel('Attempts, in days').waitFor(),
  },
  { name: 'webhooks', path: () => '/o/acme/webhooks', prepare: (page) => page.getByRole('table').waitFor() },
  {
    name: 'new-webhook',
    path: () => '/o/acme/webhooks/new',
    async prepare(page) {
      await page.getByLabel('URL').fill('http://example.com')
      await page.getByText('Webhooks are sent over HTTPS only.').waitFor()
    },
  },
  {
    name: 'new-webhook-more',
    path: () => '/o/billing/webhooks/new',
    async prepare(page) {
      await page.getByText('More settings').click()
      await page.getByLabel('I bring a secret from another system').check()
      await page.getByLabel('When attempts are made').selectOption('exponential')
      await page.getByText('#4', { exact: true }).waitFor()
    },
  },
  {
    name: 'delivery-log',
    path: ({ leads }) => `/o/acme/webhooks/${leads}`,
    prepare: (page) => rows(page).first().waitFor(),
  },
  {
    name: 'delivery',
    path: ({ failing }) => `/o/acme/webhooks/${failing}`,
    async prepare(page) {
      await rows(page).first().click()
      await page.getByText('Response headers').waitFor()
    },
  },
  {
    name: 'failing',
    path: ({ failing }) => `/o/acme/webhooks/${failing}`,
    async prepare(page) {
      await page.getByRole('button', { name: 'Keep it enabled' }).waitFor()
      await rows(page).first().waitFor()
    },
  },
  {
    name: 'disabled',
    path: ({ off }) => `/o/acme/webhooks/${off}`,
    prepare: (page) => page.getByText(/^Disabled on .* because no attempt succeeded for/).waitFor(),
  },
  {
    name: 'rate-limit',
    path: ({ slow }) => `/o/acme/webhooks/${slow}/settings`,
    async prepare(page) {
      await page.getByText('Its receiver asked for a pause until').waitFor()
      await page.getByLabel('Rate limit', { exact: true }).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'notices',
    path: () => '/o/acme/notices',
    prepare: (page) => page.locator('[data-notice]').first().waitFor(),
  },
  {
    name: 'new-operational-webhook',
    path: () => '/o/northwind/notices/new',
    prepare: (page) => page.getByRole('checkbox', { name: /^webhook\.failing/ }).check(),
  },
  {
    name: 'test',
    path: ({ leads }) => `/o/acme/webhooks/${leads}/test`,
    prepare: (page) => page.getByRole('region', { name: 'Request body' }).waitFor(),
  },
  {
    name: 'settings',
    path: ({ leads }) => `/o/acme/webhooks/${leads}/settings`,
    prepare: (page) => page.getByRole('region', { name: 'Node.js code' }).waitFor(),
  },
  {
    name: 'plan',
    path: () => '/o/tiny/webhooks/new',
    prepare: (page) => page.getByText('part of the Team plan').waitFor(),
  },
  { name: 'campaigns', path: () => '/o/acme/channels', prepare: (page) => page.getByRole('table').waitFor() },
  {
    name: 'integrations',
    path: () => '/o/northwind/channels',
    prepare: (page) => page.getByRole('table').waitFor(),
  },
  {
    name: 'integration',
    path: () => '/o/northwind/channels/int_bot',
    prepare: (page) => page.getByRole('table').waitFor(),
  },
  {
    name: 'event-types',
    path: () => '/o/acme/event-types',
    prepare: (page) => page.locator('summary').first().click(),
  },
  { name: 'api-keys', path: () => '/o/acme/api-keys', prepare: (page) => page.getByRole('table').waitFor() },
  {
    name: 'organizations',
    path: () => '/organizations',
    prepare: (page) => page.getByRole('table').waitFor(),
  },
  {
    name: 'operations',
    path: () => '/operations',
    async prepare(page, { app }) {
      await tellOfSampleWorkers(app)
      await page.getByText('worker-old').waitFor()
      await expect.poll(() => page.getByText('Late').count()).toBe(0)
    },
  },
]

describe('every place', { timeout: 400_000 }, () => {
  let dashboard: Dashboard
  let sample: Sample
  beforeAll(async () => {
    dashboard = await openDashboard({ REQUESTS_PER_MINUTE: '100000' })
    sample = await fillWithSample(dashboard)
    await fillOperations(dashboard, sample)
  })
  afterAll(() => dashboard[Symbol.asyncDispose]())

  const go = async (page: Page, place: Place) => {
    await page.goto(dashboard.base + place.path(sample))
    await place.prepare?.(page, dashboard)
  }

  test.each(['light', 'dark'] as const)('%s: axe finds nothing serious', async (colorScheme) => {
    const page = await dashboard.signIn(
      await dashboard.app.operator(),
      {},
      { colorScheme, viewport: { width: 1280, height: 800 } },
    )
    const found: string[] = []
    for (const place of PLACES) {
      await go(page, place)
      await takePicture(page, `${place.name}-${colorScheme}`)
      found.push(...(await seriousProblems(page, place.name)))
    }
    expect(found).toEqual([])
    expect(dashboard.faults).toEqual([])
  })

  test('fits a phone: nothing is wider than the screen, tables are cards whose cells say what they are, and axe finds nothing serious', async () => {
    const page = await dashboard.signIn(
      await dashboard.app.operator(),
      {},
      { viewport: { width: 390, height: 844 } },
    )
    const wide: string[] = []
    const found: string[] = []
    for (const place of PLACES) {
      await go(page, place)
      await takePicture(page, `${place.name}-phone`)
      found.push(...(await seriousProblems(page, place.name)))
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > 390) wide.push(`${place.name}: ${width}`)
      wide.push(...(await page.evaluate(cutCells)).map((cell) => `${place.name}: ${cell}`))
    }
    expect({ wide, found }).toEqual({ wide: [], found: [] })
  })

  test.each([
    ['light', { colorScheme: 'light', viewport: { width: 1280, height: 800 } }],
    ['dark', { colorScheme: 'dark', viewport: { width: 1280, height: 800 } }],
    ['phone', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
  ] as const)('signing in, %s: axe finds nothing serious', async (name, look) => {
    const page = await (await dashboard.browser.newContext(look)).newPage()
    await page.goto(dashboard.base)
    await page.getByLabel('API key').waitFor()
    await takePicture(page, `sign-in-${name}`)
    expect(await seriousProblems(page, 'sign-in')).toEqual([])
  })
})

/** On a phone: tables that scroll sideways, cells that are cut off or have no name, in a line each. */
function cutCells(): string[] {
  const scrolled = [...document.querySelectorAll('.table-scroll')].filter(
    (table) => table.scrollWidth > table.clientWidth,
  )
  const cut = [...document.querySelectorAll('td')].filter((cell) => {
    const { left, right, width } = cell.getBoundingClientRect()
    const heads = cell.cellIndex === 0 || cell.previousElementSibling?.classList.contains('select')
    const named = cell.dataset['label'] || heads || cell.querySelector('.actions') || cell.innerText === ''
    return width > 0 && (left < 0 || right > innerWidth || cell.scrollWidth > cell.clientWidth + 1 || !named)
  })
  return [...scrolled, ...cut].map(({ outerHTML }) => outerHTML.slice(0, 100))
}

/** What axe calls serious or critical, in a line each. */
async function seriousProblems(page: Page, place: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${place}: ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}

async function takePicture(page: Page, name: string): Promise<void> {
  if (!process.env['PICTURES']) return
  mkdirSync(PICTURES, { recursive: true })
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' })
}
