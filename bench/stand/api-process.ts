/** An API by itself: unlike `npm start -- api` it does not check that Temporal is there. */
import { pino } from 'pino'
import { openApi } from '../../src/app/open-api.ts'
import { parseSettings } from '../../src/settings/settings.ts'

const settings = parseSettings(process.env)
const { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress } = settings
await openApi({
  settings,
  databaseUrl: databaseUrl!,
  temporalAddress: temporalAddress!,
  log: pino({ level: settings.LOG_LEVEL }),
})
