import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import { Client } from 'pg'
import { expect, onTestFinished, test, vi } from 'vitest'
import { cacheFolder } from '../../src/stack/cache-folder.ts'
import { runs } from '../../src/stack/leftover.ts'
import { startStack } from '../../src/stack/stack.ts'
import { startScript } from './start-script.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A first download counts as well. */
const PID_FILES = ['postgres/postgres.pid', 'temporal-dev/temporal.pid']

/** The pids of the stack that runs in a folder. */
function pidsIn(folder: string): number[] {
  const files = PID_FILES.map((file) => join(folder, file)).filter((file) => existsSync(file))
  return files.map((file) => Number(readFileSync(file, 'utf8')))
}

const living = (pids: number[]) => pids.filter((pid) => runs(pid))

test('all parts answer when it has started, and none is left when it has closed', async () => {
  const folder = temporaryFolder()
  const log = vi.fn()
  const stack = await startStack({ folder, cacheFolder: cacheFolder(), log })
  onTestFinished(() => stack.close())
  const pids = pidsIn(folder)
  expect(living(pids)).toHaveLength(2)

  const client = new Client({ connectionString: stack.databaseUrl })
  await client.connect()
  await client.end()
  const connection = await Connection.connect({ address: stack.temporalAddress })
  await connection.close()
  expect((await fetch(stack.temporalUiUrl as string)).status).toBe(200)
  expect(log.mock.calls.flat()).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Postgres answers/),
      expect.stringMatching(/^Temporal answers .*, Temporal UI on/),
    ]),
  )

  await stack.close()
  await stack.close()
  expect(living(pids)).toEqual([])
  expect(pidsIn(folder)).toEqual([])
})

test('when one part fails the others are closed, and the error names it', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  const folder = temporaryFolder()
  const starting = startStack({
    folder,
    cacheFolder: cacheFolder(),
    ports: { temporalUi: port },
    log: () => {},
  })
  await expect(starting).rejects.toMatchObject({
    message: expect.stringMatching(
      /^Temporal didn't start\. Port \d+ for Temporal UI is taken .* LOCAL_TEMPORAL_UI_PORT/,
    ),
  })
  expect(pidsIn(folder)).toEqual([])
})

test('what is given is not started', async () => {
  const folder = temporaryFolder()
  const given = { databaseUrl: 'postgres://db.test/durahook', temporalAddress: 'temporal.test:7233' }
  await using stack = await startStack({ folder, cacheFolder: temporaryFolder(), log: () => {}, ...given })
  expect(stack).toMatchObject({ ...given, temporalUiUrl: null })
  expect(pidsIn(folder)).toEqual([])
})

test('no process is left when durahook is killed, and the next start takes over', async () => {
  const folder = temporaryFolder()
  const script = startScript('stack-owner.ts', folder)
  await script.nextLine()
  const pids = pidsIn(folder)
  expect(living(pids)).toHaveLength(2)
  await script.kill('SIGKILL')
  await vi.waitFor(() => expect(living(pids)).toEqual([]), { timeout: 60_000, interval: 100 })
  await using stack = await startStack({ folder, cacheFolder: cacheFolder(), log: () => {} })
  expect(stack.temporalUiUrl).not.toBeNull()
})
