import type { GraphQLResolveInfo } from 'graphql'
import type { Database } from '../database/database.ts'
import {
  readLogBackward,
  readLogForward,
  type LogFilter,
  type LoggedAttempt,
  type LogScope,
} from '../log/read-log.ts'
import { isAhead, startOfEpoch } from '../log/log-news.ts'
import { asksFor } from './asks-for.ts'
import { cursorAhead } from './errors.ts'
import { decodeLogCursor, encodeLogCursor, START_OF_LOG, type LogPosition } from '../log/log-position.ts'
import { connectionOf, type CursorCodec, type PageArguments } from './connection.ts'

/** Cursors of all logs. */
export const logCursors: CursorCodec<LogPosition> = { encode: encodeLogCursor, decode: decodeLogCursor }

/** Fields of an attempt that are read only if the operation selects them. */
const BODIES = ['responseBody', 'responseBodyBase64']

/** Reads a page of a log, the newest attempts first. A filtered page can be short although a next page exists. */
export function logConnection(
  database: Database,
  info: GraphQLResolveInfo,
  scope: LogScope,
  page: PageArguments,
  filter?: LogFilter | null,
) {
  const bodies = asksFor(info, BODIES)
  return connectionOf<LoggedAttempt, LogPosition>(page, logCursors, (after, limit) =>
    readLogBackward(database, scope, after, limit, filter ?? {}, bodies),
  )
}

/** Reads a page of one delivery's attempts, the oldest first. */
export function attemptsConnection(
  database: Database,
  info: GraphQLResolveInfo,
  deliveryId: string,
  page: PageArguments,
) {
  const bodies = asksFor(info, BODIES)
  return connectionOf<LoggedAttempt, LogPosition>(page, logCursors, async (after, limit) => {
    const { entries: attempts } = await readLogForward(
      database,
      { deliveryId },
      after ?? START_OF_LOG,
      limit,
      bodies,
    )
    if (after && attempts.length === 0 && (await isAhead(database, after)))
      throw cursorAhead(encodeLogCursor(await startOfEpoch(database)))
    return attempts
  })
}
