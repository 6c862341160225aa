/** The floor, in a process of its own: starts workflows in a closed loop, and runs them. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Client } from '@temporalio/client'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { buildDeliveryRequest } from '../../src/attempts/build-request.ts'
import { dialect } from '../../src/dialects/standard.ts'
import { createAddressGuard } from '../../src/outbound/address-guard.ts'
import { createOutbound } from '../../src/outbound/post.ts'
import { bundleWorkflows } from '../../src/temporal/bundle-workflows.ts'
import { temporalWorkerOptions } from '../../src/temporal/worker-options.ts'
import { watchWorkflowThreads } from '../../src/temporal/workflow-threads.ts'
import { parseSettings } from '../../src/settings/settings.ts'
import { keepBusy } from '../stand/load.ts'
import { EVENT_TYPE, eventData } from '../stand/event.ts'

const { RECEIVER_URL = '', IN_FLIGHT = '', TUNING, ...environment } = process.env
const settings = parseSettings(environment)
Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('WARN') })
if (TUNING === 'tuned') watchWorkflowThreads(() => process.exit(1))
const outbound = createOutbound({
  guard: createAddressGuard({ allowedRanges: settings.ALLOWED_RANGES }),
  extraCa: [readFileSync(settings.EXTRA_CA_FILE!, 'utf8')],
})
const secret = dialect.createSecret()
const posted = new Map<number, () => void>()
const taskQueue = 'floor'

const connection = await NativeConnection.connect({ address: settings.TEMPORAL_ADDRESS! })
const worker = await Worker.create({
  ...(TUNING === 'tuned' ? temporalWorkerOptions(settings) : {}),
  connection,
  taskQueue,
  workflowBundle: await bundleWorkflows(new URL('workflows.ts', import.meta.url)),
  activities: {
    async post(number: number) {
      const attemptedAt = new Date()
      const request = buildDeliveryRequest({
        dialect,
        envelope: {
          deliveryId: `wd_${number}`,
          eventId: `evt_${number}`,
          eventType: EVENT_TYPE,
          organizationId: 'floor',
          channelId: null,
          occurredAt: attemptedAt,
          data: JSON.stringify(eventData(number)),
        },
        url: RECEIVER_URL,
        headers: [],
        secrets: [secret],
        attemptedAt,
      })
      const { response } = await outbound.post(request)
      if (response?.statusCode !== 200) throw new Error('The receiver did not answer 200.')
      posted.get(number)?.()
      posted.delete(number)
    },
  },
})
void worker.run()

const client = new Client({ connection })
const forever = new AbortController().signal
process.once('SIGTERM', () => process.exit())
await keepBusy(Number(IN_FLIGHT), forever, async (number) => {
  const { promise, resolve } = Promise.withResolvers<void>()
  posted.set(number, resolve)
  await client.workflow.start('floor', {
    workflowId: `floor_${randomUUID()}`,
    taskQueue,
    args: [number],
    requestEagerStart: true,
  })
  await promise
})
