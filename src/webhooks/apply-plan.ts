import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Organization } from '../organizations/organization.ts'
import { sql } from '../database/sql.ts'
import { resetHealth } from '../health/reset-health.ts'
import type { Dialects } from '../dialects/registry.ts'
import { tell } from '../operational-events/tell.ts'
import { checkPlan } from './check-plan.ts'
import { endPending, MISSED_FROM_NOW } from './disable-webhook.ts'
import { storeTargets } from './webhook-target.ts'

/** How many webhooks a change of plan changed. */
export interface PlanEffect {
  disabled: number
  enabled: number
}

/**
 * Applies the organization's plan to its webhooks: disables those that the plan does not include, with the reason PLAN, and
 * restores the earlier status of those disabled for PLAN that it includes. Call it in the transaction that changes the plan.
 */
export async function applyPlan(
  em: SqlEntityManager,
  dialects: Dialects,
  organization: Organization,
): Promise<PlanEffect> {
  const allowed = dialects.all.filter((dialect) => !checkPlan(organization, dialect)).map(({ name }) => name)
  const changed = await sql<{ id: string; status: string }>(em)`
    with found as materialized (
      select id, dialect = any(${allowed}) as allowed from webhooks
      where organization_id = ${organization.id} and deleted_at is null
        and case when dialect = any(${allowed}) then status_reason = 'PLAN' else status <> 'DISABLED' end
      order by id for no key update -- the same order everywhere several webhooks are locked, to avoid deadlocks
    )
    update webhooks w set
      status = case when f.allowed then coalesce(w.status_before_plan, 'ENABLED') else 'DISABLED' end,
      status_reason = case when not f.allowed then 'PLAN' when w.status_before_plan = 'PAUSED' then 'REQUESTED' end,
      status_before_plan = case when not f.allowed then w.status end,
      missed_since = case when f.allowed then w.missed_since else ${MISSED_FROM_NOW} end,
      target_version = w.target_version + f.allowed::int,
      updated_at = greatest(now(), w.updated_at + interval '1 millisecond')
    from found f where w.id = f.id
    returning w.id, w.status`
  const idsOf = (disabled: boolean) =>
    changed.filter(({ status }) => (status === 'DISABLED') === disabled).map(({ id }) => id)
  const disabled = idsOf(true)
  const enabled = idsOf(false)
  await storeTargets(em, enabled)
  await tell(
    em,
    disabled.map((webhookId) => ({
      organizationId: organization.id,
      type: 'webhook.disabled',
      webhookId,
      detail: { reason: 'PLAN' },
    })),
  )
  await endPending(
    em,
    disabled,
    'SKIPPED',
    "The webhook was disabled: the organization's plan no longer includes it.",
  )
  await resetHealth(em, enabled)
  return { disabled: disabled.length, enabled: enabled.length }
}
