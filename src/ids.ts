import { monotonicFactory, ulid as randomUlid } from 'ulid'

const ulid = monotonicFactory()

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
  deliveries: () => `wd_${randomUlid().slice(0, -4)}`,
}
