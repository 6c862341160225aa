import { pino } from 'pino'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApi } from '../../src/app/open-api.ts'
import { noteSweep } from '../../src/operating/note-sweep.ts'
import { VERSION } from '../../src/version.ts'
import { accepted, type TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { writeEnded } from '../replay/stage.ts'
import { openTcpProxy } from '../support/tcp-proxy.ts'
import { tellOfWorkers } from '../support/workers.ts'
import { createEventType, createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'
import { openDashboard, type Dashboard } from './support/dashboard.ts'

const UI = 'http://temporal.example'

let dashboard: Dashboard
let operator: TestClient
beforeAll(async () => {
  dashboard = await openDashboard({ ATTEMPT_SLOTS: '40', TEMPORAL_UI_URL: UI })
  operator = await dashboard.app.operator()
})
afterAll(() => dashboard[Symbol.asyncDispose]())

const TYPE = 'thing.happened'

async function openStage(path = 'a'): Promise<{ id: string; client: TestClient; webhookId: string }> {
  const { id, client } = await dashboard.app.organization()
  await createEventType(client, TYPE)
  const webhook = await createWebhook(client, {
    url: `${dashboard.receiver.url}/${path}`,
    eventTypes: [TYPE],
  })
  return { id, client, webhookId: webhook.id }
}

const region = (page: Page, name: string) => page.getByRole('region', { name })
const tile = (page: Page, name: string) => page.locator('.tile', { hasText: name })

async function openPlace(): Promise<Page> {
  const page = await dashboard.signIn(operator)
  await page.getByRole('link', { name: 'Operations' }).click()
  await page.getByRole('heading', { name: 'Operations' }).waitFor()
  return page
}

test('an operator sees workers with their version and capacity, the schedule, and that nothing needs attention', async () => {
  const page = await openPlace()
  const workers = region(page, 'Workers')
  const row = workers.locator('[data-worker]')
  await row.getByText(VERSION, { exact: true }).waitFor()
  await row.getByText('0 of 30', { exact: true }).waitFor()
  await row.getByText('0 of 10', { exact: true }).waitFor()
  await row.getByText(/^\d+ s ago$/).waitFor()
  expect(await row.getByText(/^(Late|Differs)$/).count()).toBe(0)
  await tile(page, 'Attempts under way').getByText('of 40 at once').waitFor()
  await tile(page, 'Workers').getByText('all of this version').waitFor()
  await region(page, 'Waiting by organization').getByText('Nothing waits').waitFor()
  await region(page, 'What the sweep found').getByText('Nothing had to be repaired').waitFor()
  await region(page, 'What the sweep found')
    .getByText(/^Last compared \d+ s ago$/)
    .waitFor()
  await region(page, 'Replays').getByText('No replay runs').waitFor()
  const namespace = `${UI}/namespaces/${dashboard.app.namespace}`
  const purge = region(page, 'Schedules').getByRole('link', { name: /^purge/ })
  expect(await purge.getAttribute('href')).toBe(`${namespace}/schedules/purge`)
  const ui = page.getByRole('link', { name: /^Temporal UI/ })
  expect(await ui.getAttribute('href')).toBe(namespace)
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('a worker that was not heard of for two minutes is marked, and one of another version', async () => {
  const page = await openPlace()
  await tellOfWorkers(dashboard.app, [
    { host: 'late-host', version: VERSION, ago: 150 },
    { host: 'old-host', version: '0.0.9', firstAttempts: 12 },
  ])
  const row = (host: string) => region(page, 'Workers').locator('tr', { hasText: host })
  await row('late-host').getByText('Late', { exact: true }).waitFor()
  expect(await row('late-host').getByText('Differs').count()).toBe(0)
  await row('old-host').getByText('Differs').waitFor()
  await row('old-host').getByText('12 of 150').waitFor()
  expect(await row('old-host').getByText('Late', { exact: true }).count()).toBe(0)
  await tile(page, 'Workers').getByText('1 of another version').waitFor()
  for (const width of [390, 800, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    const wide = await page.evaluate(
      () =>
        [document.documentElement, ...document.querySelectorAll('.table-scroll')].filter(
          ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
        ).length,
    )
    expect({ width, wide }).toEqual({ width, wide: 0 })
  }
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('what the sweep repaired is told in words, and leads to the deliveries that are there', async () => {
  const { id, client } = await openStage()
  const event = await publish(client, TYPE, { n: 1 })
  const [delivery] = await eventually(async () => {
    const found = await deliveriesOf(client, event)
    return found[0]?.status === 'SUCCEEDED' && found
  })
  const page = await openPlace()
  await noteSweep(dashboard.app.database, [
    ['startedAgain', [delivery.id, ...Array.from({ length: 11 }, (_, n) => `wd_gone${n}`)]],
    ['retriesSent', ['wd_gone0']],
  ])
  const sweeps = region(page, 'What the sweep found')
  await sweeps
    .getByText('12 deliveries. Temporal had lost the workflow of a delivery that is open.')
    .waitFor()
  await sweeps.getByText('and 2 more').waitFor()
  await sweeps.getByText('Retry sent').waitFor()
  expect(await sweeps.getByRole('link').count()).toBe(1)
  await sweeps.getByRole('link').click()
  await page.waitForURL((url) => url.pathname === `/o/${id}/deliveries`)
  await page
    .getByRole('complementary')
    .or(page.locator('.panel'))
    .first()
    .getByText('Delivered')
    .first()
    .waitFor()
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('replays of all organizations are shown until they have ended', async () => {
  const { id, client, webhookId } = await openStage()
  await writeEnded(dashboard.app, id, webhookId, 200)
  const replay = accepted(
    await client.request(
      `mutation { startReplay(input: { ratePerSecond: 1 }) { replay { id } userErrors { message } } }`,
    ),
  ).replay.id
  const page = await openPlace()
  const replays = region(page, 'Replays')
  const card = replays.locator(`[data-replay="${replay}"]`)
  await card.getByText('Running').waitFor()
  await card.getByText('1 a second').waitFor()
  await card.getByText(/^\d+ of 200$/).waitFor()
  expect(await card.getByRole('link', { name: id }).getAttribute('href')).toBe(`/o/${id}/deliveries/replays`)
  await client.request(`mutation ($id: ID!) { pauseReplay(id: $id) { userErrors { code } } }`, { id: replay })
  await card.getByText('Paused').waitFor()
  await client.request(`mutation ($id: ID!) { cancelReplay(id: $id) { userErrors { code } } }`, {
    id: replay,
  })
  await replays.getByText('No replay runs').waitFor()
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('while Temporal is away the page says so, and shows what Postgres knows', async () => {
  const { settings, databaseUrl, temporalAddress } = dashboard.app
  const [host, port] = temporalAddress.split(':') as [string, string]
  await using proxy = await openTcpProxy({ host, port: Number(port) })
  const log = pino({ level: 'silent' })
  const api = await openApi({
    settings: { ...settings, PORT: 0, PUBLIC_URL: undefined },
    databaseUrl,
    temporalAddress: `127.0.0.1:${proxy.port}`,
    log,
  })
  const page = await dashboard.browser.newPage()
  await page.goto(`http://127.0.0.1:${api.port}/operations`)
  await page.getByLabel('API key').fill(operator.apiKey)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'Operations' }).click()
  await region(page, 'Schedules').getByText('purge').waitFor()
  await proxy.become('hang')
  await region(page, 'Workers').getByText('Temporal does not answer').waitFor()
  await region(page, 'Schedules').getByText('Temporal does not answer').waitFor()
  await region(page, 'Waiting by organization').getByText('Nothing waits').waitFor()
  await region(page, 'What the sweep found').getByText('Started again').waitFor()
  await proxy.become('pass')
  await region(page, 'Schedules').getByText('purge').waitFor()
  await page.context().close()
  await api.close()
})

test('when the page can not be read again it keeps what there was, and says so until it can', async () => {
  const page = await openPlace()
  await region(page, 'Schedules').getByText('purge').waitFor()
  await dashboard.closeApi()
  await page.getByText('This could not be read again').waitFor()
  await region(page, 'Schedules').getByText('purge').waitFor()
  await dashboard.openApi()
  await expect.poll(() => page.getByText('This could not be read again').count()).toBe(0)
  await region(page, 'Schedules').getByText('purge').waitFor()
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('who is not an operator finds no such place', async () => {
  const { id, client } = await openStage()
  const page = await dashboard.signIn(client)
  await page.getByRole('link', { name: 'Overview' }).waitFor()
  expect(await page.getByRole('link', { name: 'Operations' }).count()).toBe(0)
  await page.goto(`${dashboard.base}/operations`)
  await page.waitForURL((url) => url.pathname === `/o/${id}`)
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})

test('the last worker ends: the list says so, and what waits is shown, by organization', async () => {
  const page = await openPlace()
  await region(page, 'Waiting by organization').getByText('Nothing waits').waitFor()
  const { id, client } = await openStage('b')
  await dashboard.closeWorker()
  await region(page, 'Workers').locator('tr', { hasText: '0 of 30' }).getByText('Ending').waitFor()
  for (let n = 0; n < 3; n += 1) await publish(client, TYPE, { n })
  const row = region(page, 'Waiting by organization').locator('[data-backlog]')
  await row.getByText('3', { exact: true }).waitFor()
  await row.getByText(/^\d+ s$/).waitFor()
  await tile(page, 'Waiting').getByText('in 1 organization').waitFor()
  await row.getByRole('link', { name: id }).click()
  await page.waitForURL((url) => url.pathname === `/o/${id}/deliveries` && url.search === '?status=PENDING')
  await expect.poll(() => page.locator('[data-delivery]').count()).toBe(3)
  expect(dashboard.faults).toEqual([])
  await page.context().close()
})
