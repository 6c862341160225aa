import { decodeTime, encodeTime } from 'ulid'

/** The time in an id, of the process that made it, and the row's own, of Postgres, differ by less than this, in milliseconds. */
const MARGIN_MS = 3_600_000

const LATEST_MS = 2 ** 48 - 1

/** Bounds of the ids of rows made in a time, so that partitions of other times are not read. The rows' own times decide. */
export function idBounds(prefix: 'wd_' | 'evt_', since: Date, until: Date): { least: string; end: string } {
  return {
    least: prefix + timeOf(since.getTime() - MARGIN_MS),
    end: prefix + timeOf(until.getTime() + MARGIN_MS),
  }
}

/** The lowest id that a delivery of this event can have. */
export const leastDeliveryOf = (eventId: string): string =>
  `wd_${timeOf(decodeTime(eventId.slice('evt_'.length).padEnd(26, '0')) - MARGIN_MS)}`

const timeOf = (ms: number) => encodeTime(Math.min(Math.max(ms, 0), LATEST_MS), 10)
