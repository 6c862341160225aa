import { missingPlan, mayManage, useOrganization, useViewer, wordsOf } from '../api/viewer.ts'
import { ButtonLink } from '../components/button.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { paths } from '../paths.ts'
import { PlanNotice } from './plan-notice.tsx'
import { WebhookList } from '../webhooks/webhook-list.tsx'

/** An organization's webhooks. */
export default function Webhooks() {
  const organization = useOrganization()
  const viewer = useViewer()
  const words = wordsOf(organization.dialect)
  const action = mayManage(viewer) && !missingPlan(organization) && (
    <ButtonLink kind="primary" to={paths.newWebhook(organization.id)}>
      {words.newWebhook}
    </ButtonLink>
  )
  return (
    <>
      <PageHeader title={words.settingsPath.at(-1)!} actions={action} />
      <PlanNotice />
      <WebhookList action={action} />
    </>
  )
}
