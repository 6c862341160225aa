/**
 * `npm run bench:health`: a webhook with a limit, one whose receiver asks for less, a dead one that recovers, and how soon it is told that
 * webhooks fail; with two workers, in each lane. `-- quick`: only to see that it runs.
 */
import { openDatabase } from '../src/app/open-database.ts'
import { measureDead } from './health/dead.ts'
import { measureLimit } from './health/limit.ts'
import { measureNotices } from './health/notices.ts'
import { measureQuiet } from './health/quiet.ts'
import { createRecorder } from './recorder.ts'
import { publishResults } from './results.ts'
import { startDurahook } from './stand/durahook.ts'
import { openStand } from './stand/stand.ts'

const quick = process.argv.includes('quick')

const recorder = createRecorder('sqlite')
await using stand = await openStand('sqlite')
await using durahook = await startDurahook(stand, {}, { workers: 2 })
const database = await openDatabase(stand.databaseUrl, 2)
const on = { stand, durahook, database, recorder }
for (const lane of ['WORKFLOW', 'DIRECT'] as const) {
  await measureLimit({ ...on, lane }, quick ? 50 : 1_000)
  await measureQuiet({ ...on, lane }, quick ? 10 : 50)
  await measureDead({ ...on, lane }, quick ? 1_000 : 10_000)
  await measureNotices({ ...on, lane }, quick ? 10 : 100)
}
await database.close()
publishResults('health', recorder.figures)
