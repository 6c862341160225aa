import { pino, type DestinationStream, type Logger } from 'pino'
import { describeError } from '../describe-error.ts'
import type { Settings } from '../settings/settings.ts'

/** Writes JSON lines to `destination`; default the standard output. */
export const createLog = (
  { LOG_LEVEL }: Pick<Settings, 'LOG_LEVEL'>,
  destination: DestinationStream = pino.destination(1),
): Logger =>
  pino({ level: LOG_LEVEL, base: null, serializers: { err: (error) => describeError(error) } }, destination)
