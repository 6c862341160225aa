import { randomBytes } from 'node:crypto'
import { monotonicFactory, ulid as randomUlid } from 'ulid'

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
