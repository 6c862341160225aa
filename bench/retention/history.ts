import { encodeTime } from 'ulid'
import type { Database } from '../../src/database/database.ts'
import { sql } from '../../src/database/sql.ts'

/** Rows with the same time. */
const CHUNK = 1_000

/**
 * Stores deliveries of one webhook that were made at once, each with its event and one attempt: `perDay` on each of the last `days`
 * days. They are as if durahook had made them then.
 */
export async function storeHistory(
  database: Database,
  webhookId: string,
  days: number,
  perDay: number,
  status: 'SUCCEEDED' | 'FAILED' = 'SUCCEEDED',
): Promise<void> {
  const chunks = Math.ceil(perDay / CHUNK)
  for (let day = days; day > 0; day -= 1)
    for (let chunk = 0; chunk < chunks; chunk += 1)
      await storeChunk(database, webhookId, Date.now() - (day - chunk / chunks) * 86_400_000, status)
}

async function storeChunk(
  database: Database,
  webhookId: string,
  at: number,
  status: 'SUCCEEDED' | 'FAILED',
): Promise<void> {
  const statusCode = status === 'SUCCEEDED' ? 200 : 500
  const decision = `The receiver answered ${statusCode}.`
  const prefix = encodeTime(at, 10)
  const position = String(Math.floor((at / 1000) * 2 ** 20))
  const time = new Date(at)
  await sql(database)`
    with n as (select n, ${prefix} || lpad(n::text, 16, '0') as id from generate_series(1, ${CHUNK}::int) n),
    w as (select organization_id, id as webhook_id, event_types[1] as type from webhooks where id = ${webhookId}),
    e as (
      insert into events (id, organization_id, type, occurred_at, data, channels, test, created_at)
      select 'evt_' || n.id, organization_id, type, ${time},
        json_build_object('number', n.n, 'email', md5(n.id) || '@example.com', 'note', repeat(md5(n.id), 10))::text, '{}', false, ${time}
      from n, w
    ), d as (
      insert into deliveries (id, organization_id, webhook_id, event_id, event_type, test, status, decision, trigger, started_at,
        attempt_count, created_at, finished_at, status_code)
      select 'wd_' || n.id, organization_id, webhook_id, 'evt_' || n.id, type, false, ${status}, ${decision}, 'AUTOMATIC',
        ${time}, 1, ${time}, ${time}, ${statusCode}::int
      from n, w
    )
    insert into attempts (xid, organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, status_code,
      response_headers, response_body, response_body_truncated, first_byte_ms, total_ms, decision, started_at, finished_at)
    select ${position}::xid8, organization_id, webhook_id, 'wd_' || n.id, type, 1, 'AUTOMATIC', ${status}, ${statusCode}::int,
      '[["content-type","application/json"]]', '{"received":true}', false, 3, 4, ${decision}, ${time}, ${time}
    from n, w`
}

/** Bytes of all tables that are divided by age, with their indexes. */
export async function sizeOf(database: Database): Promise<number> {
  const [row] = await sql<{ bytes: string }>(database)`
    select sum(pg_total_relation_size(relid))::text as bytes
    from unnest(array['events', 'event_records', 'deliveries', 'attempts', 'idempotency_keys']) parent,
      pg_partition_tree(parent::regclass)`
  const [keys] = await sql<{ bytes: string }>(
    database,
  )`select pg_total_relation_size('idempotency_keys')::text as bytes`
  return Number(row!.bytes) + Number(keys!.bytes)
}

/** The same in the tables of version 0010, all of one day; some hundred deliveries wait. */
export async function storeFormerHistory(database: Database, count: number): Promise<void> {
  const run = (statement: string) => database.em.fork().execute(statement)
  await run(
    `insert into organizations (id, name, plan, dialect) values ('org_bench', 'Bench', 'TEAM', 'standard')`,
  )
  await run(`
    insert into webhooks (id, organization_id, dialect, url, description, event_types, status, headers, secret_kind, secrets)
    values ('wh_bench', 'org_bench', 'standard', 'https://localhost/', '', '{a.b}', 'ENABLED', '[]', 'HMAC', '[]')`)
  const prefix = encodeTime(Date.now() - 86_400_000, 10)
  const id = (kind: string) => `'${kind}_${prefix}' || lpad(n::text, 16, '0')`
  const PART = 100_000
  for (let from = 1; from <= count; from += PART) {
    const series = `from generate_series(${from}, ${Math.min(from + PART - 1, count)}) n`
    await run(`
      insert into events (id, organization_id, type, occurred_at, data, channels, test, idempotency_key)
      select ${id('evt')}, 'org_bench', 'a.b', now(), json_build_object('number', n, 'note', repeat(md5(n::text), 10))::text, '{}',
        false, case when n % 10 = 0 then n::text end ${series}`)
    await run(`
      insert into deliveries (id, organization_id, webhook_id, event_id, status, decision, trigger, started_at, attempt_count,
        finished_at)
      select ${id('wd')}, 'org_bench', 'wh_bench', ${id('evt')}, case when n % 5000 = 0 then 'PENDING' else 'SUCCEEDED' end,
        'Delivered: the receiver answered 200.', 'AUTOMATIC', now(), 1, now() ${series}`)
    await run(`
      insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, status_code,
        response_headers, response_body, response_body_truncated, total_ms, decision, started_at, finished_at)
      select 'org_bench', 'wh_bench', ${id('wd')}, 'a.b', 1, 'AUTOMATIC', 'SUCCEEDED', 200, '[]', '{"received":true}', false, 4,
        'Delivered: the receiver answered 200.', now(), now() ${series}`)
  }
  await run('vacuum analyze')
}
