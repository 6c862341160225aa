import { DefaultLogger, makeTelemetryFilterString, Runtime, type LogLevel } from '@temporalio/worker'
import type { Logger } from 'pino'

/**
 * Temporal's native runtime, one for the process; call once, before the first connection. Its log goes into ours, and it
 * leaves signals alone: it would end on SIGTERM by itself, while main closes everything in order.
 */
export function installTemporalRuntime(log: Logger): void {
  Runtime.install({
    shutdownSignals: [],
    // Without `forward` the native part writes to stderr by itself.
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
    },
    logger: new DefaultLogger('WARN', ({ level, message, meta: { error, ...temporal } = {} }) => {
      // A delivery that failed for good fails its workflow. Its last attempt has been logged, with the reason.
      // TMPRL1104: a workflow task took seconds, as one does whose receiver takes seconds to answer.
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
