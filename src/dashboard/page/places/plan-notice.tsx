import { missingPlan, planName, useOrganization } from '../api/viewer.ts'
import { Notice } from '../components/states.tsx'

/** Tells that webhooks require another plan; renders nothing if the current plan includes them. */
export function PlanNotice() {
  const organization = useOrganization()
  const plan = missingPlan(organization)
  if (plan === null) return null
  return (
    <Notice kind="info" title={`Webhooks are part of the ${plan} plan`}>
      <p>
        {organization.name} is on the {planName(organization.plan)} plan. With {plan}, your own server hears
        of each event the moment it happens. Ask for an upgrade to add webhooks; what you have set up stays as
        it is.
      </p>
    </Notice>
  )
}
