import type { TestApp } from './app.ts'
import { eventually } from './eventually.ts'
import { freePort, startApiProcess, startWorkerProcess, type TestProcess } from './process.ts'
import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts'

/** A process with metrics and probes whose Postgres and Temporal can be taken away. */
export interface ObservedProcess extends AsyncDisposable {
  /** Of metrics and probes. */
  port: number
  process: TestProcess & { port?: number }
  postgres: TcpProxy
  temporal: TcpProxy
}

export async function openObserved(
  app: TestApp,
  command: 'api' | 'worker',
  more: Record<string, string> = {},
): Promise<ObservedProcess> {
  await using opened = new AsyncDisposableStack()
  const database = new URL(app.databaseUrl)
  const [host, temporalPort] = app.temporalAddress.split(':') as [string, string]
  const postgres = opened.use(await openTcpProxy({ host: database.hostname, port: Number(database.port) }))
  const temporal = opened.use(await openTcpProxy({ host, port: Number(temporalPort) }))
  database.port = String(postgres.port)
  const port = await freePort()
  const environment = {
    DATABASE_URL: database.href,
    TEMPORAL_ADDRESS: `127.0.0.1:${temporal.port}`,
    METRICS_PORT: String(port),
    ...more,
  }
  const start = command === 'api' ? startApiProcess : startWorkerProcess
  const process = opened.use(await start(app, environment))
  await eventually(() =>
    get(port, '/live').then(
      ({ status }) => status === 200,
      () => false,
    ),
  )
  const parts = opened.move()
  return { port, process, postgres, temporal, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}

/** What a path of this machine answers. */
export async function get(port: number, path: string) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`)
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: await response.text(),
  }
}

/** The metrics that a process has, by name and labels: `durahook_webhooks{state="ENABLED"}`. */
export async function readMetrics(port: number): Promise<Map<string, number>> {
  const { body } = await get(port, '/metrics')
  return new Map(
    body
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const end = line.lastIndexOf(' ')
        return [line.slice(0, end), Number(line.slice(end + 1))]
      }),
  )
}
