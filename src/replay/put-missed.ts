import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'
import { newId } from '../ids.ts'
import { noteLateDeliveries } from '../search/late-deliveries.ts'
import { missedEvents } from './missed-events.ts'
import type { Step } from './put-back.ts'
import type { Replay } from './replay.ts'

const PAGE = { least: 200, most: 2_000, ofWanted: 4 }

/**
 * Makes deliveries of the next events that webhooks missed, of about `wanted`: all of one event go together. As putBack, it takes
 * part in the replay's transaction.
 */
export async function putMissed(em: SqlEntityManager, replay: Replay, wanted: number): Promise<Step> {
  const page = Math.min(Math.max(wanted * PAGE.ofWanted, PAGE.least), PAGE.most)
  // Another replay of the organization may miss the same ones: it sees what this one has made.
  await sql(em)`select pg_advisory_xact_lock(hashtext(${`durahook:missed:${replay.organizationId}`}))`
  const [found] = await sql<Found>(em)`
    with ${missedEvents(replay, replay.position!, page)}, taken as (
      select * from (
        select id, type, webhook_id, min(nth) over (partition by id) as first_of_event
        from (select *, row_number() over (order by id, webhook_id) as nth from missed) numbered) events
      where first_of_event <= ${wanted}
    )
    select coalesce(json_agg(json_build_object('eventId', id, 'type', type, 'webhookId', webhook_id) order by id, webhook_id), '[]') as taken,
      max(id) as "lastTaken", (select count(*)::int from missed) as missed, (select count(*)::int from scanned) as scanned,
      (select max(id) from scanned) as "lastScanned"
    from taken`
  const { taken, lastTaken, missed, scanned, lastScanned } = found!
  if (taken.length > 0) {
    await sql(em)`
      insert into deliveries (id, organization_id, webhook_id, event_id, event_type, test, status, decision, trigger, replay_id)
      select new.id, ${replay.organizationId}, new.webhook_id, new.event_id, new.type, false, 'PENDING', 'A replay sends it.', 'MANUAL', ${replay.id}
      from unnest(${taken.map(newId.delivery)}::text[], ${taken.map(({ webhookId }) => webhookId)}::text[],
        ${taken.map(({ eventId }) => eventId)}::text[], ${taken.map(({ type }) => type)}::text[]) as new(id, webhook_id, event_id, type)`
    await noteLateDeliveries(em, replay.organizationId, taken[0]!.eventId)
  }
  const whole = scanned === page ? lastScanned : null
  return { queued: taken.length, skipped: 0, next: taken.length < missed ? lastTaken : whole }
}

interface Found {
  taken: { eventId: string; type: string; webhookId: string }[]
  lastTaken: string | null
  missed: number
  scanned: number
  lastScanned: string | null
}
