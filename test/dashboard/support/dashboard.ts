import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { inject } from 'vitest'
import { openTestApp, type TestApp } from '../../support/app.ts'
import { accepted, type TestClient } from '../../support/client.ts'
import { freePort } from '../../support/process.ts'
import { openReceiver, type TestReceiver } from '../../support/receiver.ts'

/** A durahook with its page, a browser to look at it, and a receiver for its webhooks. */
export interface Dashboard extends AsyncDisposable {
  app: TestApp
  base: string
  browser: Browser
  /** Answers 200. */
  receiver: TestReceiver
  openApi(): Promise<void>
  /** Ends the API alone; deliveries go on. */
  closeApi(): Promise<void>
  /** Ends the worker: from then on no attempt is made. */
  closeWorker(): Promise<void>
  /** A page signed in with a one-time link made by `client`, in a browser profile of its own. */
  signIn(client: TestClient, input?: Record<string, unknown>, options?: BrowserContextOptions): Promise<Page>
  /** What went wrong in pages: exceptions, and refusals of the content security policy. */
  faults: string[]
}

/** How long a test waits for something to appear, in milliseconds. */
const DEADLINE_MS = 30_000

/** Opens one; dispose of it with `await using`. The API's port stays the same when it is closed and opened again. */
export async function openDashboard(environment: Record<string, string> = {}): Promise<Dashboard> {
  const opened = new AsyncDisposableStack()
  const receiver = opened.use(await openReceiver())
  // After the receiver, which could be given it otherwise.
  const port = await freePort()
  const app = opened.use(
    await openTestApp({ apis: 0, workers: 0, environment: { PORT: String(port), ...environment } }),
  )
  const worker = await app.openWorker()
  let api = await app.openApi()
  const browser = await chromium.launch({
    executablePath: inject('chromium'),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  opened.defer(() => browser.close())
  const base = `http://127.0.0.1:${port}`
  const faults: string[] = []
  return {
    app,
    base,
    browser,
    receiver,
    faults,
    closeApi: () => api.close(),
    closeWorker: () => worker.close(),
    async openApi() {
      api = await app.openApi()
    },
    async signIn(client, input = {}, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
      context.setDefaultTimeout(DEADLINE_MS)
      const page = await context.newPage()
      page.on('pageerror', (error) => faults.push(error.message))
      page.on('console', (message) => {
        if (/Content Security Policy|React/.test(message.text())) faults.push(message.text())
      })
      await page.goto(await createLink(client, input))
      await page.waitForURL((url) => url.pathname !== '/sign-in')
      await page.locator('h1').waitFor()
      return page
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

/** A one-time link; throws on userErrors. */
export async function createLink(client: TestClient, input: Record<string, unknown> = {}): Promise<string> {
  const query = `mutation ($input: CreateDashboardSessionInput!) {
    createDashboardSession(input: $input) { url userErrors { message } }
  }`
  return accepted(await client.request(query, { input })).url
}

/** The row of one attempt in the log. */
export const rowOf = (page: Page, attemptId: string) => page.locator(`[data-attempt="${attemptId}"]`)

/** All rows of the log that are on the page. */
export const rows = (page: Page) => page.locator('[data-attempt]')
