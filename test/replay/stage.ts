import { encodeTime, ulid } from 'ulid'
import type { TestApp } from '../support/app.ts'
import { accepted, type TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { sql } from '../../src/database/sql.ts'

export interface Ended {
  status?: string
  statusCode?: number | null
  errorKind?: string | null
  type?: string
  /** How long ago it was made, in milliseconds. */
  ageMs?: number
  test?: boolean
  /** Whether its event still has its payload. */
  payload?: boolean
}

const idAt = (prefix: string, at: number) => `${prefix}_${encodeTime(at, 10)}${ulid().slice(10)}`

/** Writes deliveries that ended, with their events, as if they had been attempted once. Gives their ids, the oldest first. */
export async function writeEnded(
  app: TestApp,
  organizationId: string,
  webhookId: string,
  count: number,
  {
    status = 'FAILED',
    statusCode = 500,
    errorKind = 'HTTP_STATUS',
    type = 'thing.happened',
    ageMs = 60_000,
    test = false,
    payload = true,
  }: Ended = {},
): Promise<string[]> {
  const at = Date.now() - ageMs
  const events = Array.from({ length: count }, () => idAt('evt', at))
  const deliveries = Array.from({ length: count }, () => idAt('wd', at)).sort()
  const created = new Date(at)
  if (payload)
    await sql(app.database)`
      insert into events (id, organization_id, type, occurred_at, data, channels, test, created_at)
      select id, ${organizationId}, ${type}, ${created}, '{"hello":1}', '{}', ${test}, ${created}
      from unnest(${events}::text[]) id`
  await sql(app.database)`
    insert into deliveries (id, organization_id, webhook_id, event_id, event_type, test, status, decision, trigger, attempt_count,
      status_code, error_kind, created_at, finished_at)
    select d, ${organizationId}, ${webhookId}, e, ${type}, ${test}, ${status}, 'It failed.', 'AUTOMATIC',
      ${status === 'SKIPPED' ? 0 : 1}::int, ${statusCode}::int, ${errorKind}, ${created}, ${created}
    from unnest(${deliveries}::text[], ${events}::text[]) u(d, e)`
  if (status !== 'SKIPPED')
    await sql(app.database)`
      insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, status_code, error_kind,
        response_headers, response_body_truncated, total_ms, error, decision, started_at, finished_at)
      select ${organizationId}, ${webhookId}, d, ${type}, 1, 'AUTOMATIC', ${status === 'SUCCEEDED' ? status : 'FAILED'}, ${statusCode}::int,
        ${errorKind}, '[]', false, 1, '', '', ${created}, ${created}
      from unnest(${deliveries}::text[]) d`
  return deliveries
}

const REPLAY = `id status matched counted queued delivered failed skipped givenBack ratePerSecond eta since until statuses eventTypes
  statusCodes errorKinds includeMissed createdAt finishedAt organization { id } webhook { id }`

/** Starts a replay and gives the payload. */
export async function askReplay(client: TestClient, input: Record<string, unknown>): Promise<any> {
  const { startReplay } = await client.request(
    `mutation ($input: StartReplayInput!) { startReplay(input: $input) { replay { ${REPLAY} } userErrors { code field message } } }`,
    { input },
  )
  return startReplay
}

/** Starts a replay; throws on userErrors. */
export const startReplay = async (client: TestClient, input: Record<string, unknown>): Promise<any> =>
  accepted({ startReplay: await askReplay(client, input) }).replay

export const planReplay = async (client: TestClient, input: Record<string, unknown>): Promise<any> =>
  (
    await client.request(
      `query ($input: PlanReplayInput!) { planReplay(input: $input) { matched exact oldest newest seconds } }`,
      { input },
    )
  ).planReplay

export const readReplay = async (client: TestClient, id: string): Promise<any> =>
  (await client.request(`query ($id: ID!) { replay(id: $id) { ${REPLAY} } }`, { id })).replay

export type Change = 'pauseReplay' | 'resumeReplay' | 'cancelReplay'

/** Changes a replay and gives the payload. */
export const changeReplay = async (client: TestClient, change: Change, id: string): Promise<any> =>
  (
    await client.request(
      `mutation ($id: ID!) { ${change}(id: $id) { replay { ${REPLAY} } userErrors { code field } } }`,
      { id },
    )
  )[change]

/** Waits until a replay meets the condition, and gives it. */
export async function untilReplay(
  client: TestClient,
  id: string,
  condition: (replay: any) => boolean,
  deadlineMs = 60_000,
): Promise<any> {
  let last: any
  return eventually(
    async () => {
      last = await readReplay(client, id)
      return condition(last) && last
    },
    { deadlineMs, describe: () => `${String(condition)} of ${JSON.stringify(last)}` },
  )
}

export const untilCompleted = (client: TestClient, id: string, deadlineMs?: number): Promise<any> =>
  untilReplay(client, id, ({ status }) => status === 'COMPLETED', deadlineMs)
