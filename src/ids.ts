import { randomBytes } from 'node:crypto'
import { encodeTime, monotonicFactory, ulid as randomUlid } from 'ulid'

/** Random bytes, fetched in blocks: the library by itself would make one system call for each byte. */
let pool = Buffer.alloc(0)
let next = 0

function random(): number {
  if (next === pool.length) {
    pool = randomBytes(4096)
    next = 0
  }
  return pool[next++]! / 256
}

const ulid = monotonicFactory(random)

/** Creates ids: a prefix that names the entity, then a ULID, so that ids sort by time. */
export const newId = {
  organization: () => `org_${ulid()}`,
  apiKey: () => `key_${ulid()}`,
  session: () => `ses_${ulid()}`,
  channel: () => `ch_${ulid()}`,
  webhook: () => `wh_${ulid()}`,
  event: () => `evt_${ulid()}`,
  delivery: () => `wd_${ulid()}`,
  replay: () => `rp_${ulid()}`,
  /** The common prefix for a batch of deliveries; four digits, different for each delivery, complete the id. */
  deliveries: () => `wd_${randomUlid(undefined, random).slice(0, -4)}`,
}

/** Digits of a ULID that hold its time, and the latest time they can hold, in milliseconds since 1970. */
const TIME_DIGITS = 10
const LATEST_MS = 2 ** 48 - 1

/** Ids with this prefix that are made at a moment (milliseconds since 1970) or later are not below this. */
export const idAt = (prefix: string, ms: number): string =>
  prefix + encodeTime(Math.min(Math.max(Math.floor(ms), 0), LATEST_MS), TIME_DIGITS)
