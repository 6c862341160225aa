import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'
import type { RatePeriod } from '../words/enums.ts'
import { problem, type UserError } from '../words/user-errors.ts'
import type { HealthRow } from './read-health.ts'

/** At most so many attempts in a time, evenly spaced. */
export interface RateLimit {
  limit: number
  per: RatePeriod
}

const SECONDS: Record<RatePeriod, number> = { SECOND: 1, MINUTE: 60, HOUR: 3_600 }

const MAXIMUM_LIMIT = 1_000_000

/** What a webhook's owner chose; null: no limit. */
export function rateLimitOf(row: Pick<HealthRow, 'rateLimit' | 'rateSeconds'> | null): RateLimit | null {
  if (!row?.rateLimit) return null
  const [per] = Object.entries(SECONDS).find(([, seconds]) => seconds === row.rateSeconds)!
  return { limit: row.rateLimit, per: per as RatePeriod }
}

/** The problems of a rate limit that a webhook is to have. */
export function checkRateLimit({ limit }: RateLimit): UserError[] {
  if (limit >= 1 && limit <= MAXIMUM_LIMIT) return []
  return [problem('INVALID', `The limit must be from 1 to ${MAXIMUM_LIMIT}.`, 'input.rateLimit.limit')]
}

/**
 * Sets or clears (null) a webhook's rate limit in the transaction that changes the webhook, under its lock. The next attempt need not
 * wait for what the limit was before. Returns whether anything changed.
 */
export async function setRateLimit(
  em: SqlEntityManager,
  { id, organizationId }: { id: string; organizationId: string },
  rateLimit: RateLimit | null,
): Promise<boolean> {
  const changed =
    rateLimit === null
      ? await sql(em)`
          update webhook_health set rate_limit = null, rate_seconds = null, next_at = null
          where webhook_id = ${id} and rate_limit is not null returning 1`
      : await sql(em)`
          insert into webhook_health as h (webhook_id, organization_id, rate_limit, rate_seconds)
          values (${id}, ${organizationId}, ${rateLimit.limit}, ${SECONDS[rateLimit.per]})
          on conflict (webhook_id) do update set rate_limit = excluded.rate_limit, rate_seconds = excluded.rate_seconds,
            next_at = case when h.next_at is not null then
              least(h.next_at, now() + make_interval(secs => excluded.rate_seconds::float8 / excluded.rate_limit)) end
          where (h.rate_limit, h.rate_seconds) is distinct from (excluded.rate_limit, excluded.rate_seconds) returning 1`
  return changed.length > 0
}
