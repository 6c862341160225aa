import type { Database } from '../database/database.ts'
import type { Dialects } from '../dialects/registry.ts'
import { resetHealth } from '../health/reset-health.ts'
import { lockOrganization } from '../organizations/lock-organization.ts'
import { requirePlan } from './check-plan.ts'
import { lockWebhook } from './lock-webhook.ts'
import { storeTargets } from './webhook-target.ts'
import type { Webhook } from './webhook.ts'

/** Enables a webhook; one that is ENABLED begins anew if it is FAILING. Null if it was deleted meanwhile. Throws PLAN_REQUIRED. */
export function enableWebhook(
  { database, dialects }: { database: Database; dialects: Dialects },
  { id, organizationId, dialect }: Pick<Webhook, 'id' | 'organizationId' | 'dialect'>,
): Promise<Webhook | null> {
  return lockOrganization(database, organizationId, async (em, organization) => {
    requirePlan(organization, dialects.get(dialect)!)
    const locked = await lockWebhook(em, id)
    if (!locked) return null
    const targetVersion = locked.targetVersion + 1
    em.assign(locked, { status: 'ENABLED', statusReason: null, statusBeforePlan: null, targetVersion })
    await storeTargets(em, [id])
    await resetHealth(em, [id])
    return locked
  })
}
