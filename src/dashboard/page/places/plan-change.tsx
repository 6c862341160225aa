import { useEffect, useState } from 'react'
import { request, type ApiError } from '../api/request.ts'
import { useMutation } from '../api/use-mutation.ts'
import { planName } from '../api/viewer.ts'
import {
  UpdateOrganizationDocument,
  WebhooksUnderPlanDocument,
  type Plan,
  type WebhooksUnderPlanQuery,
} from '../generated/operations.ts'
import { announce } from '../components/announcer.tsx'
import { Confirm } from '../components/dialog.tsx'
import { OtherProblems } from '../components/field.tsx'
import { Failed, Loading } from '../components/states.tsx'

/** What a plan does to an organization's webhooks. */
interface Effect {
  disabled: number
  enabled: number
}

/** Asks for confirmation before a plan is changed, and shows what the change does to the organization's webhooks. */
export function PlanChange({
  organization: { id, name },
  plan,
  onClose,
}: {
  organization: { id: string; name: string }
  plan: Plan
  onClose(): void
}) {
  const update = useMutation(UpdateOrganizationDocument)
  const [effect, setEffect] = useState<Effect | null>(null)
  const [error, setError] = useState<ApiError | null>(null)
  useEffect(() => {
    const ended = new AbortController()
    effectOf(id, plan, ended.signal).then(
      setEffect,
      (problem: ApiError) => ended.signal.aborted || setError(problem),
    )
    return () => ended.abort()
  }, [id, plan])

  async function onConfirm() {
    if (!(await update.run({ input: { id, plan } }))) return
    announce(`${name} is on the ${planName(plan)} plan.`)
    onClose()
  }
  return (
    <Confirm
      title={`Put ${name} on the ${planName(plan)} plan?`}
      action={`Change to ${planName(plan)}`}
      busy={update.busy || effect === null}
      onConfirm={() => void onConfirm()}
      onClose={onClose}
    >
      <OtherProblems problems={update.problems} />
      {error ? (
        <Failed error={error} />
      ) : effect ? (
        <EffectText {...effect} plan={plan} />
      ) : (
        <Loading rows={2} />
      )}
    </Confirm>
  )
}

function EffectText({ disabled, enabled, plan }: Effect & { plan: Plan }) {
  if (disabled === 0 && enabled === 0) return <p>None of its webhooks is affected.</p>
  return (
    <>
      {disabled > 0 && (
        <p>
          {webhooks(disabled)} will be disabled, because {planName(plan)} does not include{' '}
          {disabled === 1 ? 'it' : 'them'}. What waits to be delivered is skipped.
        </p>
      )}
      {enabled > 0 && (
        <p>
          {webhooks(enabled)} that the plan had disabled will be what {enabled === 1 ? 'it was' : 'they were'}{' '}
          before, enabled or paused. What was skipped, and what was published meanwhile, is sent only if it is
          resent.
        </p>
      )}
    </>
  )
}

const webhooks = (count: number) => (count === 1 ? '1 webhook' : `${count} webhooks`)

async function effectOf(organizationId: string, plan: Plan, signal: AbortSignal): Promise<Effect> {
  const effect = { disabled: 0, enabled: 0 }
  let after: string | null = null
  do {
    const { webhooks: page }: WebhooksUnderPlanQuery = await request(
      WebhooksUnderPlanDocument,
      { organizationId, after },
      signal,
    )
    for (const { status, statusReason, dialect } of page.nodes) {
      const included = dialect.plans?.includes(plan) ?? true
      if (!included && status !== 'DISABLED') effect.disabled += 1
      if (included && statusReason === 'PLAN') effect.enabled += 1
    }
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
  } while (after !== null)
  return effect
}
