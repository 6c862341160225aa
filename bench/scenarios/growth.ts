import { openDatabase } from '../../src/app/open-database.ts'
import { sql } from '../../src/database/sql.ts'
import type { TestClient } from '../../test/support/client.ts'

/**
 * Adds deliveries that were made, each with one attempt, to one webhook, in one statement for each table. Their ids sort
 * before all others.
 */
export async function storeAttempts(databaseUrl: string, webhookId: string, count: number): Promise<void> {
  const database = await openDatabase(databaseUrl, 2)
  try {
    await database.em.fork().transactional(async (em) => {
      await em.execute(`set local session_replication_role = replica`) // no look-up of each foreign key
      await sql(em)`
        insert into events (id, organization_id, type, occurred_at, data, channels, test)
        select 'evt_0' || lpad(n::text, 25, '0'), organization_id, event_types[1], now(), '{"number":0}', '{}', false
        from webhooks, generate_series(1, ${count}::int) n where id = ${webhookId}
        on conflict do nothing`
      await sql(em)`
        insert into deliveries (id, organization_id, webhook_id, event_id, status, decision, trigger, started_at,
          attempt_count, attempt_trigger, finished_at)
        select 'wd_0' || lpad(n::text, 25, '0'), organization_id, id, 'evt_0' || lpad(n::text, 25, '0'), 'SUCCEEDED',
          'Delivered: the receiver answered 200.', 'AUTOMATIC', now(), 1, 'AUTOMATIC', now()
        from webhooks, generate_series(1, ${count}::int) n where id = ${webhookId}
        on conflict do nothing`
      await sql(em)`
        insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome,
          status_code, response_headers, response_body, response_body_truncated, first_byte_ms, total_ms, decision,
          started_at, finished_at)
        select organization_id, id, 'wd_0' || lpad(n::text, 25, '0'), event_types[1], 1, 'AUTOMATIC', 'SUCCEEDED', 200,
          '[["content-type","application/json"]]', '{"received":true}', false, 3, 4,
          'Delivered: the receiver answered 200.', now(), now()
        from webhooks, generate_series(1, ${count}::int) n where id = ${webhookId}
        on conflict do nothing`
    })
    // As autovacuum does within a minute.
    for (const table of ['events', 'deliveries', 'attempts'])
      await database.em.execute(`vacuum analyze ${table}`)
  } finally {
    await database.close()
  }
}

const PAGE = `query ($id: ID!, $after: String) { webhook(id: $id) { deliveryLog(first: 50, after: $after) {
  edges { cursor node { id number outcome statusCode responseBody decision finishedAt } } pageInfo { endCursor } } } }`

/** Milliseconds of each of so many log pages, one after the other from the newest. */
export async function timeLogPages(client: TestClient, webhookId: string, pages: number): Promise<number[]> {
  const times: number[] = []
  let after: string | null = null
  for (let page = 0; page < pages; page += 1) {
    const begun = performance.now()
    const { webhook }: any = await client.request(PAGE, { id: webhookId, after })
    times.push(performance.now() - begun)
    after = webhook.deliveryLog.pageInfo.endCursor
  }
  return times
}
