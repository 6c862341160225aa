import { encodeTime } from 'ulid'

/** Clocks of API processes, which make ids, and of Postgres differ at most by this, in milliseconds. */
const CLOCKS_DIFFER_MS = 300_000

const LATEST = 2 ** 48 - 1

/** Ids that begin at a moment or later are not below this. `prefix`: `evt_`. */
export const idAt = (prefix: string, ms: number): string =>
  prefix + encodeTime(Math.min(Math.max(Math.floor(ms), 0), LATEST), 10)

/** The id below which nothing was made at a moment or later, whatever the clocks. */
export const idSince = (prefix: string, moment: Date): string =>
  idAt(prefix, moment.getTime() - CLOCKS_DIFFER_MS)

/** The id above which nothing was made before a moment, whatever the clocks. */
export const idUntil = (prefix: string, moment: Date): string =>
  idAt(prefix, moment.getTime() + CLOCKS_DIFFER_MS)
