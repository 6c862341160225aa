import type { Event } from '../events/event.ts'
import type { UserError } from '../words/user-errors.ts'

/** What publishing gives its payload; `unknownChannels` is looked up when it is asked for. */
export interface Published {
  event?: Event | null
  duplicate: boolean
  userErrors: UserError[]
}

export interface PublishedBatch {
  events?: Event[] | null
  duplicates?: boolean[] | null
  userErrors: UserError[]
}
