import type { Dialect } from '../dialects/dialect.ts'
import type { Organization } from '../organizations/organization.ts'
import { problem, UserErrors, type UserError } from '../words/user-errors.ts'

/** Whether the organization's plan includes the dialect; null: it does. */
export function checkPlan({ plan }: Organization, { plans, title }: Dialect): UserError | null {
  if (!plans || plans.includes(plan)) return null
  const message = `${title} webhooks are available on the ${plans.join(' and ')} plan; this organization has ${plan}.`
  return problem('PLAN_REQUIRED', message, 'input.dialect')
}

/** Throws PLAN_REQUIRED. Ask it under lockOrganization: who takes the plan away disables what is there then. */
export function requirePlan(organization: Organization, dialect: Dialect): void {
  const lacking = checkPlan(organization, dialect)
  if (lacking) throw new UserErrors([lacking])
}
