import type { Event } from '../events/event.ts'
import type { UserError } from '../words/user-errors.ts'

/** The payload of publishing. `unknownChannels` is read only if the operation selects it. */
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
