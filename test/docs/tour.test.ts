import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'
import { startDemoReceiver } from '../../src/receiver/demo-receiver.ts'
import { createCertificates } from '../../src/receiver/certificates.ts'
import { openTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { codeBlocks, normalized } from './code-blocks.ts'

const run = promisify(execFile)
const root = new URL('../../', import.meta.url).pathname

test("README's tour does what it says", async () => {
  await using app = await openTestApp()
  const { apiKey } = await app.organization({ id: 'demo', dialect: 'sjocamp' })
  const { localhost } = await createCertificates(inject('certificatesFolder'))
  await using receiver = await startDemoReceiver({ port: 0, certificate: localhost, onRequest: () => {} })
  await using opened = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'durahook-tour-'))
  opened.defer(() => rmSync(folder, { recursive: true }))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))

  /** What the reader fills in: the key, and the ids last seen. */
  const seen: Record<string, string> = { dk: apiKey }
  const filledIn = (text: string) =>
    text
      .replaceAll('127.0.0.1:4000', `127.0.0.1:${app.ports[0]}`)
      .replaceAll('https://localhost:4443', receiver.url)
      .replaceAll(/\b(dk|wh|wd)_…/g, (_match, kind: string) => seen[kind]!)
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const [definitions, ...blocks] = codeBlocks(readme, '## A tour of two minutes')

  async function shell(text: string): Promise<string> {
    const { stdout } = await run('bash', ['-c', filledIn(`${definitions!.text}\n${text}`)])
    for (const [id, kind] of stdout.matchAll(/\b(wh|wd)_[0-9A-Z]{26}\b/g)) seen[kind!] = id
    return stdout
  }

  const follower: string[] = []
  let compared = 0
  for (const [index, { language, text }] of blocks.entries()) {
    const shown = blocks[index + 1]?.language === 'json' ? normalized(blocks[index + 1]!.text) : null
    if (language === 'js') {
      writeFileSync(join(folder, 'follow.mjs'), filledIn(text))
      const child = spawn(process.execPath, ['follow.mjs'], {
        cwd: folder,
        env: { ...process.env, API_KEY: apiKey },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      opened.defer(() => void child.kill())
      child.stdout.on('data', (data: Buffer) => follower.push(...String(data).trim().split('\n')))
    }
    if (language === 'jsonl') {
      const [first] = await eventually(() => follower.length > 0 && follower)
      expect(normalized(first!)).toEqual(normalized(text))
      compared += 1
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
  expect(compared).toBe(blocks.filter(({ language }) => language.startsWith('json')).length)
}, 120_000)
