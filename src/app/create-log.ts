import { hostname } from 'node:os'
import { pino, type DestinationStream, type Logger } from 'pino'
import { describeError } from '../describe-error.ts'
import type { Settings } from '../settings/settings.ts'
import { VERSION } from '../version.ts'
import { sayOnce } from './say-once.ts'

/** What a process does: `start` is all of it. */
export type Role = 'api' | 'worker' | 'start'

/**
 * Writes JSON lines to `destination`; default the standard output. Each has its time (ISO 8601, UTC), its level by name, and the role,
 * host and version of the process.
 */
export const createLog = (
  { LOG_LEVEL }: Pick<Settings, 'LOG_LEVEL'>,
  role: Role,
  // What is logged while a write is under way goes out with the next one. The last lines are written before the process ends.
  destination: DestinationStream = pino.destination({ dest: 1, sync: false }),
): Logger =>
  pino(
    {
      level: LOG_LEVEL,
      base: { role, host: hostname(), version: VERSION },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      serializers: { err: (error) => describeError(error) },
      hooks: { logMethod: sayOnce() },
    },
    destination,
  )
