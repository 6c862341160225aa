import type { Database } from '../database/database.ts'
import type { Dialects } from '../dialects/registry.ts'
import { checkDialect } from '../organizations/check-dialect.ts'
import { lockOrganization } from '../organizations/lock-organization.ts'
import type { Organization } from '../organizations/organization.ts'
import { checkDisableFailing } from '../health/disable-failing.ts'
import { checkRetention } from '../retention/organization-retention.ts'
import type { Settings } from '../settings/settings.ts'
import { firstIndexable } from '../search/indexed-from.ts'
import { checkName } from '../words/check-name.ts'
import type { Lane, Plan } from '../words/enums.ts'
import { applyPlan, type PlanEffect } from './apply-plan.ts'

/** Fields that are null or left out do not change. */
export interface OrganizationChanges {
  name?: string | null | undefined
  plan?: Plan | null | undefined
  dialect?: string | null | undefined
  lane?: Lane | null | undefined
  retention?: Parameters<typeof checkRetention>[0] | null | undefined
  disableFailing?: Parameters<typeof checkDisableFailing>[0] | null | undefined
  /** Of events published from now on. */
  searchIndex?: boolean | null | undefined
  sendTraceparent?: boolean | null | undefined
}

/**
 * Changes an organization and applies its plan to its webhooks, in one transaction; therefore it is in this folder. Throws
 * INVALID, UNKNOWN_DIALECT.
 */
export async function updateOrganization(
  { database, dialects, settings }: { database: Database; dialects: Dialects; settings: Settings },
  id: string,
  input: OrganizationChanges,
): Promise<{ organization: Organization; effect: PlanEffect }> {
  const name = input.name == null ? undefined : checkName(input.name)
  const dialect = input.dialect == null ? undefined : checkDialect(dialects, input.dialect)
  const retention = input.retention == null ? {} : checkRetention(input.retention, settings)
  const disableFailing = input.disableFailing == null ? {} : checkDisableFailing(input.disableFailing)
  return lockOrganization(database, id, async (em, organization) => {
    if (name !== undefined) organization.name = name
    if (input.plan != null) organization.plan = input.plan
    if (dialect !== undefined) organization.dialect = dialect
    if (input.lane != null) organization.lane = input.lane
    if (input.sendTraceparent != null) organization.sendTraceparent = input.sendTraceparent
    Object.assign(organization, retention, disableFailing)
    if (input.searchIndex === false) organization.searchIndexedSince = null
    if (input.searchIndex === true) organization.searchIndexedSince ??= await firstIndexable(em, new Date())
    await em.flush()
    return { organization, effect: await applyPlan(em, dialects, organization) }
  })
}
