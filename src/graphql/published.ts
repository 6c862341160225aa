import type { Event } from '../events/event.ts'
import type { PublishEventPayload, PublishEventsPayload } from './generated/schema.ts'

/** What publishing gives its payload; `unknownChannels` is looked up when it is asked for. */
export type Published = Omit<PublishEventPayload, 'event' | 'unknownChannels'> & { event?: Event | null }

export type PublishedBatch = Omit<PublishEventsPayload, 'events' | 'unknownChannels'> & {
  events?: Event[] | null
}
