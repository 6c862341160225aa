import { DefaultLogger, makeTelemetryFilterString, Runtime, type LogLevel } from '@temporalio/worker'
import type { Logger } from 'pino'

/** How often a worker tells Temporal that it is there and what it does, in milliseconds; the operators' place shows it. */
const HEARTBEAT_MS = 10_000

/**
 * Installs Temporal's native runtime. Call once in a process, before the first connection. It writes to our log, and does
 * not handle signals: by default it shuts down on SIGTERM by itself, while main closes everything in order. It serves its metrics at
 * `metricsAddress`, unless that is null.
 */
export function installTemporalRuntime(log: Logger, metricsAddress: string | null = null): void {
  Runtime.install({
    shutdownSignals: [],
    workerHeartbeatInterval: HEARTBEAT_MS,
    // Without `forward` the native code writes to stderr.
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
      ...(metricsAddress && {
        metrics: {
          prometheus: {
            bindAddress: metricsAddress,
            countersTotalSuffix: true,
            unitSuffix: true,
            useSecondsForDurations: true,
          },
        },
      }),
    },
    logger: new DefaultLogger('WARN', ({ level, message, meta: { error, ...temporal } = {} }) => {
      // Expected: a failed delivery fails its workflow, and its last attempt has been logged with the reason.
      // TMPRL1104: a workflow task took seconds. This is normal if the receiver takes seconds to answer.
      const expected = message === 'Workflow failed' || message.startsWith('[TMPRL1104]')
      const wanted = expected ? 'debug' : LEVELS[level]
      log[wanted]({ temporal, ...(error !== undefined && { err: error }) }, message)
    }),
  })
}

const LEVELS = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<LogLevel, string>
