import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { stringify } from 'yaml'
import { findFreePorts } from '../../src/stack/ports.ts'
import { debianProgram } from './debian-program.ts'
import { eventually } from './eventually.ts'

const run = promisify(execFile)

/** Prometheus's tool: gives what it wrote, and rejects with it if something is wrong. */
export async function promtool(args: string[], input?: string): Promise<string> {
  const running = run(debianProgram('prometheus', 'usr/bin/promtool'), args)
  if (input !== undefined) running.child.stdin!.end(input)
  const { stdout, stderr } = await running
  return stdout + stderr
}

/** A Prometheus that asks all the time. */
export interface TestPrometheus extends AsyncDisposable {
  /** The values of an expression now, each with its labels. */
  query(expression: string): Promise<{ labels: Record<string, string>; value: number }[]>
  /** The names of the alerts that fire now. */
  firing(): Promise<string[]>
  /** Finds only these from now on. */
  find(targets: readonly Target[]): void
}

/** A port of this machine, and what is there. */
export interface Target {
  role: 'api' | 'worker'
  port: number
}

/** Starts one that scrapes these, as the job `durahook`, and judges these rules. */
export async function openPrometheus(targets: readonly Target[], rules: object): Promise<TestPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'durahook-prometheus-'))
  const often = { scrape_interval: '250ms', scrape_timeout: '250ms', evaluation_interval: '250ms' }
  writeFileSync(join(folder, 'rules.yml'), stringify(rules))
  writeFileSync(
    join(folder, 'prometheus.yml'),
    stringify({
      global: { ...often, scrape_timeout: '250ms' },
      rule_files: ['rules.yml'],
      scrape_configs: [
        {
          job_name: 'durahook',
          scrape_timeout: '250ms',
          file_sd_configs: [{ files: [join(folder, 'targets.json')], refresh_interval: '1s' }],
        },
      ],
    }),
  )
  function find(found: readonly Target[]): void {
    const groups = found.map(({ role, port }) => ({ targets: [`127.0.0.1:${port}`], labels: { role } }))
    // Renamed, so that half a file is never read.
    writeFileSync(join(folder, 'targets'), JSON.stringify(groups))
    renameSync(join(folder, 'targets'), join(folder, 'targets.json'))
  }
  find(targets)
  const [port] = await findFreePorts(1)
  const server = spawn(
    debianProgram('prometheus', 'usr/bin/prometheus'),
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let output = ''
  server.stderr.on('data', (data) => (output += data))
  const ended = once(server, 'exit')
  const url = `http://127.0.0.1:${port}`
  await eventually(
    () =>
      fetch(`${url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    { describe: () => `Prometheus answers: ${output}` },
  )
  const read = async (path: string) => {
    const response = await fetch(`${url}/api/v1/${path}`)
    const answer: any = await response.json()
    if (answer.status !== 'success') throw new Error(JSON.stringify(answer))
    return answer.data
  }
  return {
    find,
    async query(expression) {
      const { result } = await read(`query?query=${encodeURIComponent(expression)}`)
      return result.map(({ metric, value }: any) => ({ labels: metric, value: Number(value[1]) }))
    },
    async firing() {
      const { alerts } = await read('alerts')
      return [
        ...new Set<string>(
          alerts.filter(({ state }: any) => state === 'firing').map(({ labels }: any) => labels.alertname),
        ),
      ]
    },
    async [Symbol.asyncDispose]() {
      server.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
