import { expect, test } from 'vitest'
import { replayBatch } from '../../src/replay/replay-batch.ts'
import { startReplay } from '../replay/stage.ts'
import { openTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'
import { indexSinceYesterday, readPage, storeEvents, walk } from './search.ts'

test('a delivery that a replay makes of an event from before the index is found by text', async () => {
  await using app = await openTestApp({ workers: 0 })
  const organization = await app.organization()
  const { id, client } = organization
  await createEventType(client, 'a.b')
  const { id: webhookId } = await createWebhook(client, { url: 'https://localhost:1/', eventTypes: ['a.b'] })
  await indexSinceYesterday(app, organization)
  const old = Date.now() - 2 * 86_400_000
  await storeEvents(app, organization, [{ data: '{"email":"needle@example.com"}', at: old }], false)
  const { id: replayId } = await startReplay(client, {
    webhookId,
    since: new Date(old - 60_000),
    includeMissed: true,
    statuses: [],
  })
  const [late] = await eventually(async () => {
    await replayBatch(
      { database: app.database, notify: { deliveriesWait: () => {}, tell: () => {} } },
      replayId,
    )
    const made = await rows(app, 'select id from deliveries where webhook_id = ?', [webhookId])
    return made.length > 0 && made
  })

  // What is published later, in an hour: more than is read one after the other, and one more that has the text.
  const later = Date.now() + 3_600_000
  const recent = await storeEvents(
    app,
    organization,
    Array.from({ length: 1_200 }, (_, index) => ({
      data: index === 10 ? '{"email":"needle@example.com"}' : '{}',
      at: later + index,
    })),
    true,
  )
  await rows(
    app,
    `insert into deliveries (id, organization_id, webhook_id, event_id, event_type, test, status, decision, trigger)
     select 'wd_' || substr(id, 5), ?, ?, id, 'a.b', false, 'SUCCEEDED', '', 'AUTOMATIC' from events where organization_id = ? and created_at > now()`,
    [id, webhookId, id],
  )
  const expected = [recent[10]!.replace('evt', 'wd'), late!['id']]
  const filter = { text: 'needle@example.com' }
  for (const direction of ['older', 'newer'] as const)
    expect((await walk(client, 'deliveries', filter, { direction })).ids).toEqual(expected)
  expect((await walk(client, 'deliveries', filter, { size: 1 })).ids).toEqual(expected)
  // The index still finds the first at once.
  expect((await readPage(client, 'deliveries', { filter })).ids).toEqual(expected.slice(0, 1))
})
