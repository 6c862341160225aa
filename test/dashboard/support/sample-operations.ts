import { sql } from '../../../src/database/sql.ts'
import { noteSweep } from '../../../src/operating/note-sweep.ts'
import { VERSION } from '../../../src/version.ts'
import { openTemporal } from '../../support/temporal.ts'
import { tellOfWorkers } from '../../support/workers.ts'
import type { TestApp } from '../../support/app.ts'
import type { Dashboard } from './dashboard.ts'
import type { Sample } from './sample-data.ts'

/** Workers on three machines, one of them older; for a minute or two. */
export const tellOfSampleWorkers = (app: TestApp): Promise<void> =>
  tellOfWorkers(app, [
    {
      host: 'worker-7f9c5d6b8-4kx2p',
      version: VERSION,
      firstAttempts: 41,
      retries: 12,
      cpu: 0.62,
      memory: 0.41,
    },
    {
      host: 'worker-7f9c5d6b8-zq9wl',
      version: VERSION,
      firstAttempts: 37,
      retries: 9,
      cpu: 0.58,
      memory: 0.4,
    },
    { host: 'worker-old', version: '0.0.9', firstAttempts: 3, cpu: 0.07, memory: 0.38 },
  ])

/** What else operators see of the sample's installation: what waits, repairs, and a schedule that is paused. */
export async function fillOperations({ app }: Dashboard, { bot }: Sample): Promise<void> {
  await sql(app.database)`
    insert into deliveries (id, organization_id, webhook_id, event_id, event_type, status, decision, trigger, created_at)
    select 'wd_' || lpad(n::text, 26, '0'), 'northwind', ${bot}, 'evt_none', 'post.created', 'PENDING', '', 'AUTOMATIC',
      now() - interval '4 seconds' from generate_series(1, 130) n`
  const ids = (
    await sql<{ id: string }>(app.database)`
      select id from deliveries where organization_id = 'acme' order by id limit 3`
  ).map(({ id }) => id)
  await noteSweep(app.database, [['updated', ids.slice(0, 1)]])
  await noteSweep(app.database, [
    ['startedAgain', ids],
    ['workflowsEnded', ['wd_01KB5Y7M3R9V2XQ8NCT4W6HJZD']],
  ])
  await using temporal = await openTemporal(app)
  await temporal.client.schedule.getHandle('purge').pause('Until the backup has ended.')
}
