import { pino, type DestinationStream, type Logger } from 'pino'
import { describeError } from '../describe-error.ts'
import type { Settings } from '../settings/settings.ts'

/** Writes JSON lines to the standard output, unless told where. */
export const createLog = (
  { LOG_LEVEL }: Pick<Settings, 'LOG_LEVEL'>,
  destination: DestinationStream = pino.destination(1),
): Logger =>
  pino({ level: LOG_LEVEL, base: null, serializers: { err: (error) => describeError(error) } }, destination)
