import type { EventFilter as EventFilterInput } from '../generated/operations.ts'
import { set, type FilterInUrl } from '../search/in-url.ts'
import {
  ANY_TIME,
  readTime,
  timeInput,
  TIME_NAMES,
  writeTime,
  type TimeFilter,
} from '../search/time-filter.ts'

/** The values of the filter bar of events. What is empty is no filter. */
export interface EventFilter extends TimeFilter {
  text: string
  types: readonly string[]
  channelId: string
}

export const NO_EVENT_FILTER: EventFilter = { text: '', types: [], channelId: '', ...ANY_TIME }

export const EVENT_FILTER_IN_URL: FilterInUrl<EventFilter> = {
  names: ['text', 'type', 'channel', ...TIME_NAMES],
  read: (params) => ({
    text: params.get('text') ?? '',
    types: params.getAll('type'),
    channelId: params.get('channel') ?? '',
    ...readTime(params),
  }),
  write(params, filter) {
    set(params, 'text', filter.text)
    params.delete('type')
    for (const type of filter.types) params.append('type', type)
    set(params, 'channel', filter.channelId)
    writeTime(params, filter)
  },
}

/** The filter as the API's input. `now` in milliseconds. */
export function eventInput(filter: EventFilter, now: number): EventFilterInput {
  return {
    text: filter.text.trim() || null,
    types: filter.types.length > 0 ? [...filter.types] : null,
    channelId: filter.channelId || null,
    ...timeInput(filter, now),
  }
}

/** Whether an input lets everything pass. */
export const isEmpty = (input: object): boolean => Object.values(input).every((value) => value === null)
