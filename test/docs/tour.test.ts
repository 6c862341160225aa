import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'
import { startDemoReceiver } from '../../src/receiver/demo-receiver.ts'
import { createCertificates } from '../../src/receiver/certificates.ts'
import { openTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/process.ts'
import { codeBlocks, normalized } from './code-blocks.ts'
import { openReadmeFolder, READERS_PATH } from './readme-folder.ts'
import { startShell, type ShellProgram } from './shell-program.ts'

const run = promisify(execFile)
const root = new URL('../../', import.meta.url).pathname

test("README's tour does what it says", async () => {
  const port = await freePort()
  await using app = await openTestApp({ apis: 0, environment: { PORT: String(port) } })
  let api = await app.openApi()
  const { apiKey } = await app.organization({ id: 'demo', dialect: 'sjocamp' })
  const { localhost } = await createCertificates(inject('certificatesFolder'))
  await using receiver = await startDemoReceiver({ port: 0, certificate: localhost, onRequest: () => {} })
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(openReadmeFolder())

  /** What the reader fills in: the key, and the ids last seen. */
  const seen: Record<string, string> = { dk: apiKey }
  const filledIn = (text: string) =>
    text
      .replaceAll('127.0.0.1:4000', `127.0.0.1:${port}`)
      .replaceAll('https://localhost:4443', receiver.url)
      .replaceAll(/\b(dk|wh|wd)_…/g, (_match, kind: string) => seen[kind]!)
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const [definitions, ...blocks] = codeBlocks(readme, '## A tour of two minutes')

  async function shell(text: string): Promise<string> {
    const { stdout } = await run('bash', ['-c', filledIn(`${definitions!.text}\n${text}`)])
    for (const [id, kind] of stdout.matchAll(/\b(wh|wd)_[0-9A-Z]{26}\b/g)) seen[kind!] = id
    return stdout
  }

  let follower: ShellProgram | undefined
  const followed = () => follower!.output.split('\n').filter((line) => line.startsWith('{'))
  let compared = 0
  for (const [index, { language, text }] of blocks.entries()) {
    const shown = blocks[index + 1]?.language === 'json' ? normalized(blocks[index + 1]!.text) : null
    if (language === 'js') {
      writeFileSync(join(folder.path, 'follow.mjs'), filledIn(text))
      follower = opened.use(
        startShell('node follow.mjs', folder.path, { PATH: READERS_PATH, API_KEY: apiKey }),
      )
    }
    if (language === 'jsonl') {
      const [first] = await eventually(() => followed().length > 0 && followed())
      expect(normalized(first!)).toEqual(normalized(text))
      compared += 1
      await api.close()
      await eventually(() => follower?.output.includes('Disconnected'))
      api = await app.openApi()
    }
    if (language === 'sh') {
      let answer = await shell(text)
      expect(JSON.stringify(JSON.parse(answer))).not.toContain('"code"')
      if (shown === null) continue
      // A reader is slower than a test: what is only read is read again until it has come about.
      const reads = !text.includes('mutation')
      if (reads) {
        await eventually(
          async () => {
            answer = await shell(text)
            return JSON.stringify(normalized(answer)) === JSON.stringify(shown)
          },
          { describe: () => answer },
        )
      }
      expect(normalized(answer)).toEqual(shown)
      compared += 1
    }
  }
  // One attempt was logged before the API's restart. After it: the second event's to both webhooks, and its retry.
  const entries = await eventually(() => followed().length >= 4 && followed())
  expect(new Set(entries).size).toBe(4)
  expect(entries).toHaveLength(4)
  expect(compared).toBe(blocks.filter(({ language }) => language.startsWith('json')).length)
})
