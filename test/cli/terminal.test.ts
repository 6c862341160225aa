import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test, vi } from 'vitest'
import { showControls } from '../../src/cli/printable.ts'
import { openTerminal } from '../../src/cli/terminal.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

test('what a tenant wrote is shown, and moves or hides nothing on the terminal', () => {
  expect(showControls('a\u001b[2J\u009b8mb\r\u0007')).toBe('a\\u001b[2J\\u009b8mb\\u000d\\u0007')
  const text = JSON.stringify({ note: '\u009b\u007f\u001b[2J', umlaut: 'ü\n' })
  expect(JSON.parse(showControls(text))).toEqual(JSON.parse(text))
  expect(showControls('\u001b[31mFAILED\u001b[39m\ttab\nline')).toBe('\u001b[31mFAILED\u001b[39m\ttab\nline')
  expect(showControls('\u001b[8mhidden')).toBe('\\u001b[8mhidden')
})

test('progress stays on one row, however narrow the terminal is', () => {
  const terminal = { isTTY: true, hasColors: () => false, write: vi.fn(), on: vi.fn() }
  const stdout = vi.spyOn(process, 'stdout', 'get').mockReturnValue(terminal as never)
  openTerminal(new AbortController().signal).progress('x'.repeat(200))
  stdout.mockRestore()
  // Between switching the terminal's wrapping off and on.
  expect(terminal.write.mock.lastCall).toEqual([
    expect.stringContaining(`\u001b[?7l${'x'.repeat(200)}\u001b[?7h`),
  ])
})

/** Answers that an event was published, with a remark, and then that it has no deliveries. */
async function openApi() {
  const published = { event: { id: 'evt_1' }, duplicate: false, unknownChannels: ['c'], userErrors: [] }
  const data = { published, event: { deliveries: { nodes: [] } }, catalogue: { note: '\u009b2J' } }
  const server = createServer((request, response) => {
    request.resume()
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ data }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    options: ['--url', `http://127.0.0.1:${port}`, '--api-key', 'dk_1'],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

test('whoever reads stderr may have had enough', async () => {
  await using api = await openApi()
  const child = spawn(process.execPath, [MAIN, 'trigger', 'a', '--data', '-', '--wait', ...api.options])
  child.stderr.destroy()
  child.stdin.end('{}')
  let stdout = ''
  child.stdout.on('data', (data) => (stdout += data))
  const [code] = await once(child, 'close')
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'evt_1  published\nNo webhook asks for it.\n' })
})

test.skipIf(!existsSync('/dev/full'))('an answer that could not be written is no success', async () => {
  const full = openSync('/dev/full', 'w')
  const child = spawn(process.execPath, [MAIN, '--help'], { stdio: ['ignore', full, 'pipe'] })
  let stderr = ''
  child.stderr!.on('data', (data) => (stderr += data))
  const [code] = await once(child, 'close')
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(/^Writing to stdout failed \(ENOSPC/),
  })
})

test('a command shows controls so too', async () => {
  await using api = await openApi()
  const { stdout } = await promisify(execFile)(process.execPath, [
    MAIN,
    'types',
    'export',
    '--format',
    'openapi',
    ...api.options,
  ])
  expect(stdout).toBe('{\n  "note": "\\u009b2J"\n}\n')
})
