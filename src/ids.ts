import { monotonicFactory } from 'ulid'

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
}
