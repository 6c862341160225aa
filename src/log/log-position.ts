/** A position in the log: after the attempt that transaction `xid` wrote with the id `id`. Both are whole numbers as text. */
export interface LogPosition {
  xid: string
  id: string
}

export const START_OF_LOG: LogPosition = { xid: '0', id: '0' }

/** The opaque cursor that clients see. */
export const encodeLogCursor = ({ xid, id }: LogPosition): string =>
  Buffer.from(`log1:${xid}:${id}`).toString('base64url')

/** Null if the text is no log cursor. The empty cursor is the start of the log. */
export function decodeLogCursor(cursor: string): LogPosition | null {
  if (cursor === '') return START_OF_LOG
  const [, xid, id] = /^log1:(\d{1,20}):(\d{1,19})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  // Postgres would fail on numbers that are too large for its types.
  return xid !== undefined && id !== undefined && BigInt(xid) < 2n ** 64n && BigInt(id) < 2n ** 63n
    ? { xid, id }
    : null
}
