import { sql } from '../../src/database/sql.ts'
import { createWebhook } from '../stand/durahook.ts'
import { age, countFailing, publishNumbers, until, type Ground } from './ground.ts'

const FIRST_NUMBER = 4_000_000

/** So many webhooks fail at once: from the record of the attempt that decides it to the notice at an operational webhook. */
export async function measureNotices(
  { stand, durahook, database, recorder, lane }: Ground,
  webhooks: number,
): Promise<void> {
  const { receiver } = stand
  const arrivals = new Map<string, number>()
  receiver.answers('/failing', () => ({ status: 500 }))
  receiver.answers(`/notices/${lane}`, (body) => {
    const { webhook } = (JSON.parse(body.toString()) as { data: { webhook: { id: string } } }).data
    if (!arrivals.has(webhook.id)) arrivals.set(webhook.id, Date.now())
    return { status: 200 }
  })
  const client = await durahook.organization(lane)
  const ids: string[] = []
  for (let index = 0; index < webhooks; index += 1)
    ids.push(await createWebhook(client, `${receiver.url}/failing`))
  await createWebhook(client, `${receiver.url}/notices/${lane}`, {
    eventTypes: ['webhook.failing'],
    operational: 'ORGANIZATION',
  })

  await publishNumbers(client, FIRST_NUMBER, 3)
  await until(async () => (await countFailing(database, ids, 3)).failed === webhooks)
  await age(database, ids)
  await publishNumbers(client, FIRST_NUMBER + 3, 1)
  await until(() => arrivals.size === webhooks)

  // The statement that records the attempt stores it.
  const told = await sql<{ webhookId: string; createdAt: Date }>(database)`
    select webhook_id as "webhookId", created_at as "createdAt" from operational_events
    where type = 'webhook.failing' and webhook_id = any (${ids}::text[])`
  const times = told.map(({ webhookId, createdAt }) => arrivals.get(webhookId)! - createdAt.getTime())
  recorder.times(`${lane}, ${webhooks} webhooks fail at once, until it is told`, times, { p99: 5_000 })
}
