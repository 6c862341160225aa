import { WEBHOOK_STATUSES } from '../components/badge.tsx'
import type { WebhookOrder, WebhookStatus } from '../generated/operations.ts'
import { set, type FilterInUrl } from '../search/in-url.ts'

/** The values of the filter bar of webhooks. What is empty is no filter. */
export interface WebhookFilter {
  text: string
  status: WebhookStatus | ''
  order: WebhookOrder
}

export const NO_WEBHOOK_FILTER: WebhookFilter = { text: '', status: '', order: 'NEWEST' }

/** The orders of the list, as the bar offers them. */
export const ORDERS: Record<WebhookOrder, string> = {
  NEWEST: 'Newest first',
  OLDEST: 'Oldest first',
  URL: 'By URL',
}

export const WEBHOOK_FILTER_IN_URL: FilterInUrl<WebhookFilter> = {
  names: ['text', 'status', 'order'],
  read: (params) => ({
    text: params.get('text') ?? '',
    status: WEBHOOK_STATUSES.find((status) => status === params.get('status')) ?? '',
    order: (Object.keys(ORDERS) as WebhookOrder[]).find((order) => order === params.get('order')) ?? 'NEWEST',
  }),
  write(params, { text, status, order }) {
    set(params, 'text', text)
    set(params, 'status', status)
    set(params, 'order', order === 'NEWEST' ? '' : order)
  },
}

/** Whether webhooks may be left out. */
export const isFiltered = ({ text, status }: WebhookFilter): boolean => text.trim() !== '' || status !== ''
