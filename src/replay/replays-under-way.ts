import type { Database } from '../database/database.ts'
import { Replay } from './replay.ts'

/** How many are read. */
const MAXIMUM = 50

/** The replays of all organizations that have not ended, the newest first. Reads an index that has these and few others. */
export const replaysUnderWay = (database: Database): Promise<Replay[]> =>
  database.em.fork().find(Replay, { finishedAt: null }, { orderBy: { id: 'desc' }, limit: MAXIMUM })
