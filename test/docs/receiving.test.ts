import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { createCertificates } from '../../src/receiver/certificates.ts'
import { cacheFolder } from '../../src/stack/cache-folder.ts'
import { openTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/process.ts'
import { codeBlocks } from './code-blocks.ts'
import { openReadmeFolder, READERS_PATH } from './readme-folder.ts'
import { startShell } from './shell-program.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const blocks = codeBlocks(readme, '## Receiving')
const [javascript, python] = ['js', 'py'].map(
  (name) => blocks.find(({ language }) => language === name)!.text,
)
const [listening, asWebhook] = blocks.filter(({ language }) => language === '').map(({ text }) => text)

/** README's way to run a receiver on a port, with its certificate. */
const FLASK_WITH_CERTIFICATE = asWebhook!.slice(asWebhook!.indexOf('WEBHOOK_SECRET='))
const NODE_WITH_CERTIFICATE = `import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
const [cert, key] = ['crt', 'key'].map((end) => readFileSync('.durahook/certificates/localhost.' + end))
${javascript!.replace('app.listen(3000)', 'createServer({ cert, key }, app).listen(3443)')}`

/** Flask as a reader has it after `pip install flask`, in the user's cache. */
function installFlask(): string {
  const folder = join(cacheFolder(), 'flask-3.1.3')
  if (existsSync(join(folder, 'bin/flask'))) return folder
  const partial = `${folder}.${process.pid}`
  execFileSync('python3', ['-m', 'pip', 'install', '--quiet', '--target', partial, 'flask==3.1.3'])
  rmSync(folder, { recursive: true, force: true })
  renameSync(partial, folder)
  return folder
}
const flask = installFlask()

/** An organization and a folder of a reader of README, whose commands run as they stand there, but for ports. */
async function openReader() {
  await using opened = new AsyncDisposableStack()
  const app = opened.use(await openTestApp())
  const { apiKey } = await app.organization({ id: 'demo', dialect: 'sjocamp' })
  const { path, prelude, ...folder } = openReadmeFolder()
  opened.defer(() => folder[Symbol.dispose]())
  const port = String(await freePort())
  const filledIn = (text: string) => text.replaceAll(/\b(3000|3443)\b/g, port)
  writeFileSync(join(path, 'receive.py'), python!)
  const { localhost } = await createCertificates(inject('certificatesFolder'))
  mkdirSync(join(path, '.durahook/certificates'), { recursive: true })
  writeFileSync(join(path, '.durahook/certificates/localhost.crt'), localhost.cert)
  writeFileSync(join(path, '.durahook/certificates/localhost.key'), localhost.key)
  const running = opened.move()
  return {
    write: (text: string) => writeFileSync(join(path, 'receive.mjs'), filledIn(text)),
    /** Starts a line of README. */
    start: (text: string, secret = '') =>
      running.use(
        startShell(`${prelude}\n${filledIn(text).replace('whsec_…', secret)}`, path, {
          PATH: `${join(flask, 'bin')}:${READERS_PATH}`,
          PYTHONPATH: flask,
          DURAHOOK_API_KEY: apiKey,
          DURAHOOK_URL: `http://127.0.0.1:${app.ports[0]}`,
        }),
      ),
    isListening: () => eventually(() => fetch(`http://127.0.0.1:${port}/`).catch(isSecure)),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Of a server that expects TLS the connection ends, and is not refused. */
const isSecure = (error: unknown) => !String((error as Error).cause).includes('ECONNREFUSED')

const [listen, run, trigger] = listening!.split('\n')
const orFlask = `WEBHOOK_SECRET=whsec_… ${/or: (flask.*)/.exec(run!)![1]}`

describe.each([
  ['Express', run!],
  ['Flask', orFlask],
])('README: `durahook listen` and %s', (_, command) => {
  test('get an event, verified', async () => {
    await using reader = await openReader()
    reader.write(javascript!)
    const listener = reader.start(listen!)
    const [secret] = await eventually(() => /whsec_\S+/.exec(listener.output), {
      describe: () => listener.output,
    })
    const receiver = reader.start(command, secret)
    await reader.isListening()
    const triggered = reader.start(trigger!)
    expect(await triggered.ended, triggered.output).toBe(0)
    await eventually(() => receiver.output.includes('lead.created'), { describe: () => receiver.output })
  })
})

describe.each([
  ['Express', 'WEBHOOK_SECRET=whsec_… node receive.mjs'],
  ['Flask', FLASK_WITH_CERTIFICATE],
])('README: %s with the local certificate', (_, command) => {
  test('gets an event from the worker, verified, and refuses another secret', async () => {
    await using reader = await openReader()
    reader.write(NODE_WITH_CERTIFICATE)
    const created = reader.start(asWebhook!.split('\n')[0]!)
    expect(await created.ended, created.output).toBe(0)
    const [secret] = /whsec_\S+/.exec(created.output)!
    const receiver = reader.start(command, secret)
    await reader.isListening()
    const triggered = reader.start(trigger!)
    expect(await triggered.ended, triggered.output).toBe(0)
    await eventually(() => receiver.output.includes('lead.created'), { describe: () => receiver.output })

    await receiver[Symbol.asyncDispose]()
    reader.start(command, 'whsec_of_another_webhook')
    await reader.isListening()
    const refused = reader.start(trigger!)
    expect(await refused.ended, refused.output).toBe(5)
    const [show] = /durahook deliveries show wd_\w+/.exec(refused.output)!
    let shown = ''
    // Its attempt may be held back in the log by another test's open transaction.
    await eventually(
      async () => {
        const showing = reader.start(`npx ${show}`)
        await showing.ended
        shown = showing.output
        return shown.includes('401')
      },
      { describe: () => shown },
    )
  })
})
