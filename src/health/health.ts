import type { HealthState, WebhookStatus, WebhookStatusReason } from '../words/enums.ts'
import type { HealthRow } from './read-health.ts'

/** A webhook with what is known of its health. */
export interface Health {
  webhook: {
    id: string
    organizationId: string
    status: WebhookStatus
    statusReason: WebhookStatusReason | null
  }
  row: HealthRow | null
}

/** A row outlives what it tells of, so its webhook's status counts first. */
export function stateOf({
  webhook: { status },
  row,
}: Pick<Health, 'row'> & { webhook: { status: WebhookStatus } }): HealthState {
  if (status === 'DISABLED') return 'DISABLED'
  return row?.failingSince && (status === 'ENABLED' || status === 'PAUSED') ? 'FAILING' : 'HEALTHY'
}

/** When its first attempt failed after the last success; null unless it is FAILING, or DISABLED for it. */
export function failingSince(health: Health): Date | null {
  const { webhook, row } = health
  const counts = stateOf(health) === 'FAILING' || webhook.statusReason === 'FAILING'
  return counts ? (row?.failingSince ?? null) : null
}

/** When it will be disabled if nothing succeeds; `afterHours` null: never. While it is PAUSED it is not, and when it is enabled the hours begin anew. */
export function disableAt(health: Health, afterHours: number | null): Date | null {
  const countedFrom = health.row?.countedFrom
  const isCounted = stateOf(health) === 'FAILING' && health.webhook.status === 'ENABLED'
  if (!isCounted || !countedFrom || afterHours === null) return null
  return new Date(countedFrom.getTime() + afterHours * 3_600_000)
}

/** How many more deliveries have to fail their first attempt before it is disabled; `disableAt` null: it is not. */
export function deliveriesToDisable(
  { row }: Health,
  disableAt: Date | null,
  afterDeliveries: number,
): number {
  return disableAt === null ? 0 : Math.max(afterDeliveries - (row?.firstFailures ?? 0), 0)
}

/** Until when its receiver asked for nothing; null if that is over at `now`. */
export function quietUntil(row: HealthRow | null, now: Date): Date | null {
  return row?.quietUntil && row.quietUntil > now ? row.quietUntil : null
}

/** Attempts per second that may begin at `now`; null: no limit. */
export function effectiveRate(row: HealthRow | null, now: Date): number | null {
  if (quietUntil(row, now)) return 0
  const rates = [chosenRate(row), row?.pace ?? null].filter((rate) => rate !== null)
  return rates.length > 0 ? Math.min(...rates) : null
}

/** Whether attempts are slower than its owner allows, because its receiver asked for it. */
export function isPaced(row: HealthRow): boolean {
  return row.pace !== null && row.pace < (chosenRate(row) ?? Infinity)
}

/** Attempts per second that its owner allows; null: no limit. */
function chosenRate(row: HealthRow | null): number | null {
  return row?.rateLimit && row.rateSeconds ? row.rateLimit / row.rateSeconds : null
}
