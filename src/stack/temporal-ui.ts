import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { startChild } from './child.ts'
import type { Log } from './log.ts'
import { stopLeftover } from './pid-file.ts'
import { choosePort, LOOPBACK } from './ports.ts'
import { untilReady } from './ready.ts'

export interface TemporalUi extends AsyncDisposable {
  readonly url: string
  /** Safe to call twice. */
  close(): Promise<void>
}

export interface TemporalUiOptions {
  /** The UI program, see temporal-binaries.ts. */
  ui: string
  /** Configuration and log are kept here; made if missing. */
  folder: string
  /** host:port of Temporal's gRPC frontend, which need not answer yet. */
  temporalAddress: string
  /** Shown first. Default `default`. */
  namespace?: string
  /** Any free one if left out. */
  port?: number | undefined
  log: Log
}

const STOP = { stopSignal: 'SIGTERM', graceMs: 5_000 } as const

/**
 * Starts Temporal UI on 127.0.0.1 and resolves when it answers.
 * @throws StackError PORT_TAKEN, FOLDER_IN_USE, CHILD_ENDED, NOT_READY
 */
export async function startTemporalUi(options: TemporalUiOptions): Promise<TemporalUi> {
  const { ui, temporalAddress, namespace = 'default', log } = options
  const folder = resolve(options.folder)
  mkdirSync(folder, { recursive: true })
  await stopLeftover(join(folder, 'temporal-ui.pid'), { what: 'Temporal UI', ...STOP })
  const port = await choosePort(options.port, { what: 'Temporal UI', setting: 'LOCAL_TEMPORAL_UI_PORT' })
  // The program reads `<env>.yaml` in the folder. Source of the keys: ui-server/v2/server/config/config.go, v2.54.1.
  writeFileSync(
    join(folder, 'temporal-ui.yaml'),
    `# Written by durahook at each start: changes made here are lost.
temporalGrpcAddress: ${temporalAddress}
host: ${LOOPBACK}
port: ${port}
enableUi: true
defaultNamespace: ${JSON.stringify(namespace)}
# Nothing on a local stack should call home.
disableNewsFetch: true
hideLogs: true
cors: { cookieInsecure: true }
`,
  )
  const child = await startChild({
    name: 'temporal-ui',
    folder,
    command: ui,
    args: ['--root', folder, '--config', '.', '--env', 'temporal-ui', 'start'],
    ...STOP,
  })
  const url = `http://${LOOPBACK}:${port}`
  await untilReady({
    what: 'Temporal UI',
    child,
    deadlineMs: 30_000,
    attempt: async () => {
      const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) })
      if (!response.ok) throw new Error(`Temporal UI answered ${response.status}`)
    },
  })
  log(`Temporal UI answers on ${url}`)
  return { url, close: child.close, [Symbol.asyncDispose]: child.close }
}
