import { randomBytes } from 'node:crypto'
import { monotonicFactory, ulid as randomUlid } from 'ulid'

/** Random bytes fetched ahead: one at a time, as the library does by itself, they cost a system call each. */
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

/** Makers of the ids of things: a prefix that tells what it is, then a ULID, so ids sort by time. */
export const newId = {
  organization: () => `org_${ulid()}`,
  apiKey: () => `key_${ulid()}`,
  session: () => `ses_${ulid()}`,
  channel: () => `ch_${ulid()}`,
  webhook: () => `wh_${ulid()}`,
  event: () => `evt_${ulid()}`,
  delivery: () => `wd_${ulid()}`,
  /** The beginning of ids of deliveries made together: each is completed with a number of its own, four digits. */
  deliveries: () => `wd_${randomUlid(undefined, random).slice(0, -4)}`,
}
