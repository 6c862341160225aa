import { ERROR_KINDS } from '../components/error-kinds.ts'
import { DELIVERY_STATUSES } from '../components/badge.tsx'
import type {
  DeliveryFilter as DeliveryFilterInput,
  DeliveryStatus,
  ErrorKind,
} from '../generated/operations.ts'
import { set, type FilterInUrl } from '../search/in-url.ts'
import {
  ANY_TIME,
  readTime,
  timeInput,
  TIME_NAMES,
  writeTime,
  type TimeFilter,
} from '../search/time-filter.ts'

/** The values of the filter bar of deliveries. What is empty is no filter. */
export interface DeliveryFilter extends TimeFilter {
  text: string
  statuses: readonly DeliveryStatus[]
  statusCodes: readonly number[]
  errorKinds: readonly ErrorKind[]
  eventTypes: readonly string[]
  webhookId: string
  channelId: string
}

export const NO_DELIVERY_FILTER: DeliveryFilter = {
  text: '',
  statuses: [],
  statusCodes: [],
  errorKinds: [],
  eventTypes: [],
  webhookId: '',
  channelId: '',
  ...ANY_TIME,
}

/** The filters with several values, by their parameters in the URL. */
const LISTS = {
  status: ({ statuses }: DeliveryFilter) => statuses,
  code: ({ statusCodes }: DeliveryFilter) => statusCodes.map(String),
  error: ({ errorKinds }: DeliveryFilter) => errorKinds,
  type: ({ eventTypes }: DeliveryFilter) => eventTypes,
}

export const DELIVERY_FILTER_IN_URL: FilterInUrl<DeliveryFilter> = {
  names: ['text', ...Object.keys(LISTS), 'webhook', 'channel', ...TIME_NAMES],
  read: (params) => ({
    text: params.get('text') ?? '',
    statuses: DELIVERY_STATUSES.filter((status) => params.getAll('status').includes(status)),
    statusCodes: codesOf(params.getAll('code').join(' ')),
    errorKinds: (Object.keys(ERROR_KINDS) as ErrorKind[]).filter((kind) =>
      params.getAll('error').includes(kind),
    ),
    eventTypes: params.getAll('type'),
    webhookId: params.get('webhook') ?? '',
    channelId: params.get('channel') ?? '',
    ...readTime(params),
  }),
  write(params, filter) {
    set(params, 'text', filter.text)
    for (const [name, valuesOf] of Object.entries(LISTS)) {
      params.delete(name)
      for (const value of valuesOf(filter)) params.append(name, value)
    }
    set(params, 'webhook', filter.webhookId)
    set(params, 'channel', filter.channelId)
    writeTime(params, filter)
  },
}

/** The status codes in what was typed: `500, 503`. The rest is ignored. */
export function codesOf(typed: string): number[] {
  return [...new Set(typed.match(/\b[1-9]\d\d\b/g) ?? [])].map(Number)
}

/** The filter as the API's input, which takes the webhook beside it. `now` in milliseconds. */
export function deliveryInput(filter: DeliveryFilter, now: number): DeliveryFilterInput {
  const { text, statuses, statusCodes, errorKinds, eventTypes, channelId } = filter
  return {
    text: text.trim() || null,
    statuses: some(statuses),
    statusCodes: some(statusCodes),
    errorKinds: some(errorKinds),
    eventTypes: some(eventTypes),
    channelId: channelId || null,
    ...timeInput(filter, now),
  }
}

const some = <Value>(values: readonly Value[]): Value[] | null => (values.length > 0 ? [...values] : null)
