import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findFreePorts } from '../../src/stack/ports.ts'
import { runs } from '../../src/stack/leftover.ts'
import { openTestApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/process.ts'
import { temporaryFolder } from './temporary-folder.ts'

// What README tells people to type, with the real npm: signals have to pass through it.

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

interface Npm {
  /** Of npm, and of the process group all that it starts is in. */
  pid: number
  output(): string
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Resolves when it has written this. */
  says(text: string, deadlineMs?: number): Promise<unknown>
}

function npmStart(args: readonly string[], environment: Record<string, string>): Npm {
  const child = spawn('npm', ['start', ...(args.length > 0 ? ['--', ...args] : [])], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, as a terminal gives it
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  onTestFinished(() => {
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {
      // None is left, as it should be.
    }
  })
  return {
    pid: child.pid!,
    output: () => output,
    ended: once(child, 'exit').then(([code, signal]) => ({ code, signal })),
    says: (text, deadlineMs = 120_000) =>
      eventually(() => output.includes(text), { deadlineMs, describe: () => `"${text}" in: ${output}` }),
  }
}

/** Command lines of the processes of a group. */
const processesOf = (group: number) =>
  new Promise<string[]>((resolve) =>
    execFile('pgrep', ['-a', '-g', String(group)], (_error, stdout) =>
      resolve(stdout.split('\n').filter(Boolean)),
    ),
  )

/** Everything on one machine, on ports of its own. */
async function startAll(folder: string): Promise<Npm & { port: number; receiverUrl: string }> {
  const [api, postgres, temporal, temporalUi, receiver] = await findFreePorts(5)
  const npm = npmStart([], {
    DATA_FOLDER: folder,
    PORT: String(api),
    LOCAL_POSTGRES_PORT: String(postgres),
    LOCAL_TEMPORAL_PORT: String(temporal),
    LOCAL_TEMPORAL_UI_PORT: String(temporalUi),
    LOCAL_RECEIVER_PORT: String(receiver),
  })
  return { ...npm, port: api!, receiverUrl: `https://localhost:${receiver}` }
}

const READY = { api: 'The API listens.', worker: 'The worker takes deliveries.' }

test.each([
  ['worker', 'SIGTERM', 'npm'],
  ['worker', 'SIGINT', 'the terminal'],
  ['api', 'SIGTERM', 'the terminal'],
  ['api', 'SIGINT', 'npm'],
] as const)(
  '`npm start -- %s` on %s to %s ends in order and leaves no process',
  async (command, signal, to) => {
    await using app = await openTestApp({ apis: 0, workers: 0 })
    const port = String(await freePort())
    const npm = npmStart([command], { ...app.environment, PORT: port, LOG_LEVEL: 'info' })
    await npm.says(READY[command])
    expect(await processesOf(npm.pid)).toContainEqual(expect.stringContaining(`src/app/main.ts ${command}`))
    process.kill(to === 'npm' ? npm.pid : -npm.pid, signal)
    expect(await npm.ended).toEqual({ code: 0, signal: null })
    expect(await processesOf(npm.pid)).toEqual([])
    // The terminal tells npm and durahook, and npm tells durahook again: that is one wish.
    expect(npm.output().match(/"Ending"/g)).toHaveLength(1)
    expect(npm.output()).not.toContain('second time')
  },
)

test(
  '`npm start` on SIGTERM leaves no process: not durahook, Postgres or Temporal; two at once on one folder: one wins',
  { timeout: 4 * 60_000 },
  async () => {
    const folder = temporaryFolder()
    const both = await Promise.all([startAll(folder), startAll(folder)])
    const loser = await Promise.race(both.map((npm) => npm.ended.then(() => npm)))
    const winner = both.find((npm) => npm !== loser)!
    expect((await loser.ended).code).toBe(1)
    const complaint = loser
      .output()
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('>') && line !== '')
    expect(complaint).toEqual([expect.stringMatching(/^Another durahook .*process \d+.*DATA_FOLDER/)])

    await winner.says('durahook is ready.', 3 * 60_000)
    const pids = ['postgres/postgres.pid', 'temporal-dev/temporal.pid'].map((file) =>
      Number(readFileSync(join(folder, file), 'utf8')),
    )
    expect(pids.every((pid) => runs(pid))).toBe(true)
    expect(winner.output()).toMatch(/\nReady after \d+ s\.\n/)
    process.kill(winner.pid, 'SIGTERM')
    expect((await winner.ended).code).toBe(0)
    expect(await processesOf(winner.pid)).toEqual([])
    expect(pids.filter((pid) => runs(pid))).toEqual([])
    expect(existsSync(join(folder, 'durahook.pid'))).toBe(false)
  },
)

test(
  'data of the Temporal server that ran before is told in one line, and the deliveries it knew go on',
  { timeout: 8 * 60_000 },
  async () => {
    const folder = temporaryFolder()
    const attempts = async (port: number): Promise<number> => {
      const { data } = await client(port).send('{ deliveries(first: 1) { nodes { status attemptCount } } }')
      const [delivery] = data.deliveries.nodes
      expect(delivery.status).toBe('PENDING')
      return delivery.attemptCount
    }
    const client = (port: number) => {
      const { demo } = JSON.parse(readFileSync(join(folder, 'api-keys.json'), 'utf8')) as { demo: string }
      return createClient(port, demo)
    }
    const first = await startAll(folder)
    await first.says('durahook is ready.')
    await client(first.port).request(
      `mutation ($url: String!) { createWebhook(input: { url: $url, eventTypes: ["lead.created"] }) { webhook { id } } }`,
      { url: `${first.receiverUrl}/status/503` },
    )
    await client(first.port).request(
      `mutation ($data: JSON!) { publishEvent(input: { type: "lead.created", data: $data }) { event { id } } }`,
      { data: LEAD },
    )
    await eventually(async () => (await attempts(first.port)) > 0, { deadlineMs: 30_000 })
    const before = await attempts(first.port)
    process.kill(first.pid, 'SIGTERM')
    await first.ended
    // Of a Temporal that is not asked any more, as that of an earlier version.
    renameSync(join(folder, 'temporal-dev'), join(folder, 'temporal'))

    const second = await startAll(folder)
    await second.says('durahook is ready.')
    expect(
      second
        .output()
        .split('\n')
        .filter((line) => line.includes('may be deleted')),
    ).toEqual([
      `${join(folder, 'temporal')} is of the Temporal server that ran here before, and may be deleted; deliveries under way go on within two minutes`,
    ])
    await eventually(async () => (await attempts(second.port)) > before, { deadlineMs: 240_000 })
    process.kill(second.pid, 'SIGTERM')
    expect((await second.ended).code).toBe(0)
  },
)

/** What sjocamp's lead.created asks for. */
const LEAD = {
  campaign_id: 'cmp_1',
  lead: {
    id: 'lead_1',
    email: 'ada@example.com',
    status: 'pending',
    position: 1,
    source: 'website',
    referrer_code: null,
    fields: {},
  },
}
