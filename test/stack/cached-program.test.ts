import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { create } from 'tar'
import { expect, onTestFinished, test, vi } from 'vitest'
import { findProgram, type Program } from '../../src/stack/cached-program.ts'
import { temporaryFolder } from './temporary-folder.ts'

const NO_SERVER = 'http://127.0.0.1:9'

const program = (folderUrl = NO_SERVER): Program => ({
  name: 'example',
  version: '1.2.3',
  release: {
    folderUrl,
    archive: 'example_{version}.tar.gz',
    checksums: 'checksums.txt',
    file: 'example-program',
  },
  goPackage: 'example.test/cmd/server',
  usualMinutes: 9,
})

/** A stand-in for Go, as a shell script: real builds take minutes. */
function fakeGo(script: string): string {
  const file = join(temporaryFolder(), 'go')
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return file
}

/** Serves a release whose program says `released`. */
async function serveRelease(options: { checksum?: string } = {}): Promise<string> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'example-program'), '#!/bin/sh\necho released\n', { mode: 0o755 })
  writeFileSync(join(folder, 'README.md'), 'not wanted')
  const archive = join(folder, 'archive.tar.gz')
  await create({ file: archive, cwd: folder, gzip: true }, ['README.md', 'example-program'])
  const bytes = readFileSync(archive)
  const checksum = options.checksum ?? createHash('sha256').update(bytes).digest('hex')
  const server = createServer((request, response) => {
    if (request.url === '/v/checksums.txt')
      response.end(`${'0'.repeat(64)}  other.tar.gz\n${checksum}  example_1.2.3.tar.gz\n`)
    else if (request.url === '/v/example_1.2.3.tar.gz') response.end(bytes)
    else response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/v`
}

test('without a network and without Go the error says what to do', async () => {
  const cacheFolder = temporaryFolder()
  const log = vi.fn()
  await expect(
    findProgram(program(), { cacheFolder, log, go: join(cacheFolder, 'go') }),
  ).rejects.toMatchObject({
    code: 'GO_MISSING',
    message:
      'example 1.2.3 could not be downloaded, and there is no Go on PATH to build it with. ' +
      'Install Go 1.26.8 or newer (https://go.dev/dl), or let this machine reach github.com, and start again. ' +
      'Or set TEMPORAL_ADDRESS to a Temporal server that runs already, for example the one of docker-compose.yml.',
  })
  expect(log).toHaveBeenCalledWith(
    expect.stringMatching(/^The release of example 1\.2\.3 can't be downloaded \(.+\)$/),
  )
})

test.each([
  ['go: example.test@v1.2.3 requires go >= 1.26.8 (running go 1.22.1; GOTOOLCHAIN=local)'],
  ["go: errors parsing go.mod:\ninvalid go version '1.26.8': must match format 1.23"],
])('a Go that is too old is told apart: %s', async (output) => {
  const go = fakeGo(`echo "${output}" >&2; exit 1`)
  await expect(
    findProgram(program(), { cacheFolder: temporaryFolder(), log: () => {}, go }),
  ).rejects.toMatchObject({
    code: 'GO_TOO_OLD',
    message: expect.stringContaining('example 1.2.3 needs Go 1.26.8.'),
  })
})

test('a failed build shows what Go said and leaves nothing behind', async () => {
  const cacheFolder = temporaryFolder()
  const go = fakeGo('echo "dial tcp: no route to host"; exit 1')
  await expect(findProgram(program(), { cacheFolder, log: () => {}, go })).rejects.toMatchObject({
    code: 'BUILD_FAILED',
    message: expect.stringMatching(
      /^go install example\.test\/cmd\/server@v1\.2\.3 failed \(exit code 1\)[^]*no route to host$/,
    ),
  })
  const folder = join(cacheFolder, 'example-1.2.3', `${process.platform}-${process.arch}`)
  expect(readdirSync(folder)).toEqual([])
})

test('what was built is kept, and two that want it at once build it once', { timeout: 30_000 }, async () => {
  const cacheFolder = temporaryFolder()
  const count = join(temporaryFolder(), 'count')
  const go = fakeGo(`echo "$@" >> ${count}; sleep 0.5; echo built > "$GOBIN/server"`)
  const log = vi.fn()
  const options = { cacheFolder, log, go }
  const [first, second] = await Promise.all([
    findProgram(program(), options),
    findProgram(program(), options),
  ])
  const third = await findProgram(program(), options)
  expect(new Set([first, second, third]).size).toBe(1)
  expect(readFileSync(first, 'utf8')).toBe('built\n')
  expect(readFileSync(count, 'utf8')).toBe('install -v -ldflags=-s -w example.test/cmd/server@v1.2.3\n')
  expect(log).toHaveBeenCalledWith('Another durahook is fetching or building example: waiting for it')
})

test('a build that is given up ends at once', async () => {
  const controller = new AbortController()
  const log = (line: string) => line.startsWith('Building') && controller.abort(new Error('given up'))
  const options = { cacheFolder: temporaryFolder(), log, go: fakeGo('sleep 600'), signal: controller.signal }
  await expect(findProgram(program(), options)).rejects.toThrow('given up')
})

test("the makers' release is preferred to a build", async () => {
  const folderUrl = await serveRelease()
  const file = await findProgram(program(folderUrl), {
    cacheFolder: temporaryFolder(),
    log: () => {},
    go: '/no/go',
  })
  expect(readFileSync(file, 'utf8')).toContain('released')
  expect(existsSync(join(file, '..', 'README.md'))).toBe(false)
})

test('a release with a wrong checksum is not used', async () => {
  const folderUrl = await serveRelease({ checksum: 'f'.repeat(64) })
  const log = vi.fn()
  const go = fakeGo('echo built > "$GOBIN/server"')
  const file = await findProgram(program(folderUrl), { cacheFolder: temporaryFolder(), log, go })
  expect(readFileSync(file, 'utf8')).toBe('built\n')
  expect(log).toHaveBeenCalledWith(expect.stringMatching(/has the checksum [0-9a-f]{64} and not f{64}/))
})
