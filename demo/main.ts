import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { start } from '../src/app/start.ts'
import { parseSettings } from '../src/settings/settings.ts'
import { findFreePorts } from '../src/stack/ports.ts'
import { describeResult } from './describe-result.ts'
import { runDemo } from './run-demo.ts'

/** `npm run demo`: a stack of its own on free ports and in a temporary folder, all payloads, the counts. */
async function main(): Promise<boolean> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const print = (line: string) => console.log(line)
  await using opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'durahook-demo-'))
  opened.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const [api, postgres, temporal, temporalUi, receiver] = await findFreePorts(5)
  const settings = parseSettings({
    PORT: String(api),
    DATA_FOLDER: folder,
    LOCAL_POSTGRES_PORT: String(postgres),
    LOCAL_TEMPORAL_PORT: String(temporal),
    LOCAL_TEMPORAL_UI_PORT: String(temporalUi),
    LOCAL_RECEIVER_PORT: String(receiver),
    LOG_LEVEL: 'error',
    // The receivers share this process with the worker, and hundreds of TLS handshakes at once would be late on both sides.
    ATTEMPT_SLOTS: '40',
  })
  const { temporalUiUrl, keys, certificate } = opened.use(await start(settings, print, stop.signal))
  print(`Temporal UI, while the demo runs: ${temporalUiUrl}\n`)

  const begun = Date.now()
  const result = await runDemo({
    port: settings.PORT,
    operatorKey: keys.operator,
    certificate,
    print,
    signal: stop.signal,
  })
  print(describeResult(result, Date.now() - begun))
  return result.faults.length === 0
}

main().then(
  (well) => process.exit(well ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
