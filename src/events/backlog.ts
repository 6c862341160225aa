/** That an organization's deliveries wait for a worker, although their webhooks could take them. */
export interface Backlog {
  /** The worker that says so. */
  worker: string
  organizationId: string
  /** How long the oldest has waited, in milliseconds. */
  lateMs: number
  /** Deliveries of the organization that this worker starts in a second. */
  perSecond: number
}

/** As a notification carries it: without spaces. */
export const formatBacklog = ({ worker, organizationId, lateMs, perSecond }: Backlog): string =>
  [worker, organizationId, Math.round(lateMs), Math.round(perSecond)].join('/')

/** Reads what formatBacklog wrote; null for anything else. */
export function parseBacklog(text: string): Backlog | null {
  const [worker, organizationId, lateMs, perSecond] = text.split('/')
  const backlog = { worker, organizationId, lateMs: Number(lateMs), perSecond: Number(perSecond) }
  return worker && organizationId && backlog.lateMs >= 0 && backlog.perSecond >= 0
    ? (backlog as Backlog)
    : null
}
