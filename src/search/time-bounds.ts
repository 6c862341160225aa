import { idAt } from '../ids.ts'

/** Clocks of API processes, which make ids, and of Postgres differ at most by this, in milliseconds. */
const CLOCKS_DIFFER_MS = 300_000

/** The id below which nothing was made at a moment or later, whatever the clocks. */
export const idSince = (prefix: string, moment: Date): string =>
  idAt(prefix, moment.getTime() - CLOCKS_DIFFER_MS)

/** The id above which nothing was made before a moment, whatever the clocks. */
export const idUntil = (prefix: string, moment: Date): string =>
  idAt(prefix, moment.getTime() + CLOCKS_DIFFER_MS)
