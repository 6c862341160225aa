import type { Dialect } from '../dialects/dialect.ts'
import type { Organization } from '../organizations/organization.ts'
import { problem, UserErrors, type UserError } from '../words/user-errors.ts'

/** The error if the organization's plan does not include the dialect; null if it does. */
export function checkPlan({ plan }: Organization, { plans, title }: Dialect): UserError | null {
  if (!plans || plans.includes(plan)) return null
  const message = `${title} webhooks are available on the ${plans.join(' and ')} plan; this organization has ${plan}.`
  return problem('PLAN_REQUIRED', message, 'input.dialect')
}

/** Throws PLAN_REQUIRED. Call it under lockOrganization: a change of plan disables only webhooks that are stored by then. */
export function requirePlan(organization: Organization, dialect: Dialect): void {
  const planError = checkPlan(organization, dialect)
  if (planError) throw new UserErrors([planError])
}
