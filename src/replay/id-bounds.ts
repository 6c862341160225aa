import { decodeTime } from 'ulid'
import { idAt } from '../ids.ts'

/** The time in an id, of the process that made it, and the row's own, of Postgres, differ by less than this, in milliseconds. */
const MARGIN_MS = 3_600_000

/** Bounds of the ids of rows made in a time, so that partitions of other times are not read. The rows' own times decide. */
export function idBounds(prefix: 'wd_' | 'evt_', since: Date, until: Date): { least: string; end: string } {
  return {
    least: idAt(prefix, since.getTime() - MARGIN_MS),
    end: idAt(prefix, until.getTime() + MARGIN_MS),
  }
}

/** The lowest id that a delivery of this event can have. */
export const leastDeliveryOf = (eventId: string): string =>
  idAt('wd_', decodeTime(eventId.slice('evt_'.length).padEnd(26, '0')) - MARGIN_MS)
