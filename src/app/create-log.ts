import { hostname } from 'node:os'
import { pino, type DestinationStream, type Logger } from 'pino'
import { describeError } from '../describe-error.ts'
import type { Settings } from '../settings/settings.ts'
import { VERSION } from '../version.ts'
import { sayOnce } from './say-once.ts'

/**
 * Lines are written together: each write costs as much as a third of a publish. The last ones are written before the process ends, and a
 * fatal one at once; a process that is killed loses those of a tenth of a second.
 */
const TOGETHER = { dest: 1, sync: false, minLength: 4_096, periodicFlush: 100 }

/** What a process does: `start` is all of it. */
export type Role = 'api' | 'worker' | 'start'

/**
 * Writes JSON lines to `destination`; default the standard output. Each has its time (ISO 8601, UTC), its level by name, and the role,
 * host and version of the process.
 */
export const createLog = (
  { LOG_LEVEL }: Pick<Settings, 'LOG_LEVEL'>,
  role: Role,
  destination: DestinationStream = pino.destination(TOGETHER),
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
