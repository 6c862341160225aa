import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'
import { newId } from '../ids.ts'
import { noteLateDeliveries } from '../search/late-deliveries.ts'
import { eventsOfPage } from './count-page.ts'
import { missedEvents } from './missed-events.ts'
import type { ReplayPart } from './parts.ts'
import { isHeld, type Step } from './put-back.ts'
import type { Replay } from './replay.ts'

const PAGE = { least: 200, most: 2_000, ofWanted: 4 }

/**
 * Makes deliveries of the next events that webhooks missed, at most `wanted`: of an event that has more webhooks the others are
 * found again, and those that have their delivery are not. As putBack, it takes part in the replay's transaction.
 */
export async function putMissed(
  em: SqlEntityManager,
  { id, organizationId }: Pick<Replay, 'id' | 'organizationId'>,
  part: ReplayPart,
  wanted: number,
): Promise<Step> {
  const page = eventsOfPage(part.filter, Math.min(Math.max(wanted * PAGE.ofWanted, PAGE.least), PAGE.most))
  // Another replay of the organization may miss the same ones: it sees what this one has made.
  await sql(em)`select pg_advisory_xact_lock(hashtext(${`durahook:missed:${organizationId}`}))`
  const [found] = await sql<Found>(em)`
    with ${missedEvents(part.filter, part.position, page)}, judged as (
      select *, ${isHeld(part)} as held from missed
    ), numbered as materialized (
      select *, count(*) filter (where not held) over (order by id, webhook_id) as nth from judged
    )
    select coalesce(json_agg(json_build_object('eventId', id, 'type', type, 'webhookId', webhook_id) order by id, webhook_id)
        filter (where nth <= ${wanted} and not held), '[]') as taken,
      coalesce(array_agg(distinct webhook_id) filter (where nth <= ${wanted} and held), '{}') as behind,
      min(id) filter (where nth > ${wanted}) as "firstLeft",
      (select max(id) from scanned where id < (select min(id) from numbered where nth > ${wanted})) as "lastDone",
      (select count(*)::int from scanned) as scanned, (select max(id) from scanned) as "lastScanned"
    from numbered`
  const { taken, behind, firstLeft, lastDone, scanned, lastScanned } = found!
  if (taken.length > 0) {
    await sql(em)`
      insert into deliveries (id, organization_id, webhook_id, event_id, event_type, test, status, decision, trigger, replay_id)
      select new.id, ${organizationId}, new.webhook_id, new.event_id, new.type, false, 'PENDING', 'A replay sends it.', 'MANUAL', ${id}
      from unnest(${taken.map(newId.delivery)}::text[], ${taken.map(({ webhookId }) => webhookId)}::text[],
        ${taken.map(({ eventId }) => eventId)}::text[], ${taken.map(({ type }) => type)}::text[]) as new(id, webhook_id, event_id, type)`
    await noteLateDeliveries(em, organizationId, taken[0]!.eventId)
  }
  const queued: Step['queued'] = {}
  for (const { webhookId } of taken) queued[webhookId] = (queued[webhookId] ?? 0) + 1
  const whole = scanned === page ? lastScanned : null
  return { queued, behind, next: firstLeft === null ? whole : (lastDone ?? part.position) }
}

interface Found {
  taken: { eventId: string; type: string; webhookId: string }[]
  behind: string[]
  firstLeft: string | null
  lastDone: string | null
  scanned: number
  lastScanned: string | null
}
