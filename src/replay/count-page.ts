import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { matchingDeliveries, type ReplayFilter } from './matching-deliveries.ts'
import { FIRST_EVENT, missedEvents } from './missed-events.ts'

export interface CountedPage {
  matched: number
  oldest: Date | null
  newest: Date | null
  /** Where to go on; null: all are counted. */
  next: string | null
}

/** Rows read for one page: a tenth of a second. A missed event is looked for among its deliveries, once for each webhook. */
const PAGE = { deliveries: 5_000, missed: 2_000, leastEvents: 10 }

/** How many events are read if they can be missed by so many webhooks that `missed` deliveries would be made. */
export const eventsOfPage = (
  { missedWebhookIds }: Pick<ReplayFilter, 'missedWebhookIds'>,
  missed: number,
): number => Math.max(Math.ceil(missed / Math.max(missedWebhookIds.length, 1)), PAGE.leastEvents)

/** Counts what a replay is of, from a position (`''` at first) over one page. With INDEX_PLANNING it reads no more than the page. */
export async function countPage(
  on: Database | SqlEntityManager,
  filter: ReplayFilter,
  position: string,
): Promise<CountedPage> {
  const ofEvents = position.startsWith(FIRST_EVENT)
  const page = ofEvents ? eventsOfPage(filter, PAGE.missed) : PAGE.deliveries
  const [row] = ofEvents
    ? await sql<Row>(on)`
        with ${missedEvents(filter, position, page)}
        select count(*)::int as matched, min(created_at) as oldest, max(created_at) as newest,
          (select count(*)::int from scanned) as scanned, (select max(id) from scanned) as last from missed`
    : await sql<Row>(on)`
        with ${matchingDeliveries(filter, position, page)}
        select count(*)::int as matched, min(created_at) as oldest, max(created_at) as newest,
          (select count(*)::int from scanned) as scanned, (select max(id) from scanned) as last from matching`
  const { scanned, last, ...found } = row!
  return { ...found, next: scanned === page ? last : afterPart(filter, ofEvents) }
}

type Row = Omit<CountedPage, 'next'> & { scanned: number; last: string | null }

/** The position after all deliveries, or after all events. */
export const afterPart = ({ includeMissed }: Pick<ReplayFilter, 'includeMissed'>, ofEvents: boolean) =>
  includeMissed && !ofEvents ? FIRST_EVENT : null

/** When the newest delivery was made that matches among the newest ones; null: none of those does. */
export async function newestMatch(
  on: Database | SqlEntityManager,
  filter: ReplayFilter,
): Promise<Date | null> {
  const [row] = await sql<{ newest: Date | null }>(on)`
    with ${matchingDeliveries(filter, '', PAGE.deliveries, 'desc')}
    select max(created_at) as newest from matching`
  return row!.newest
}
