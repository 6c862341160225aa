/**
 * `npm run bench:listen`: from publishing to a server on the developer's machine, through `durahook listen`, beside a webhook of the
 * direct lane to the same server. `-- quick`: only to see that it runs.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { percentile } from './measure/statistics.ts'
import { createRecorder } from './recorder.ts'
import { publishResults } from './results.ts'
import { createTarget } from './scenarios/target.ts'
import { deliver, startDurahook } from './stand/durahook.ts'
import { atRate } from './stand/load.ts'
import { startNode } from './stand/node-process.ts'
import { openStand } from './stand/stand.ts'

const quick = process.argv.includes('quick')
const ROUNDS = quick ? 1 : 4
const SECONDS = quick ? 5 : 30
/** Events a second. */
const RATE = 10

const recorder = createRecorder('sqlite')
await using stand = await openStand('sqlite')
await using durahook = await startDurahook(stand)
const { receiver } = stand
const webhook = (await createTarget(stand, durahook, 'DIRECT')).client
const listened = await durahook.organization('DIRECT')
await using _listener = startNode({
  name: 'listen',
  file: 'src/cli/main.ts',
  args: ['listen', '--forward-to', receiver.url],
  environment: {
    DURAHOOK_URL: listened.url,
    DURAHOOK_API_KEY: listened.apiKey,
    NODE_EXTRA_CA_CERTS: stand.environment['EXTRA_CA_FILE']!,
  },
  folder: stand.folder,
})
await untilListening()

for (const client of [webhook, listened]) await atRate(RATE, 3, (number) => deliver(client, receiver, number))
for (let round = 0; round < ROUNDS; round += 1) {
  const [asWebhook, local] = await Promise.all(
    [webhook, listened].map((client) => atRate(RATE, SECONDS, (number) => deliver(client, receiver, number))),
  )
  recorder.times('publish to a webhook', asWebhook!)
  recorder.times('publish to the local server', local!)
  recorder.add('listen', 'publish to local, p99', 'ms', percentile(local!, 0.99), { atMost: 100 })
  const ratio = percentile(local!, 0.5) / percentile(asWebhook!, 0.5)
  recorder.add('listen', 'p50, local / webhook', '', ratio)
}
publishResults('listen', recorder.figures)

/** Until the organization has its listener. */
async function untilListening(): Promise<void> {
  for (;;) {
    const { webhooks } = await listened.request(`{ webhooks(status: LISTENING) { nodes { id } } }`)
    if (webhooks.nodes.length > 0) return
    await delay(100)
  }
}
