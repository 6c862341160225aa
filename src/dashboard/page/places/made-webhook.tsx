import { Redirect } from 'wouter'
import { useOrganization, wordsOf } from '../api/viewer.ts'
import { ButtonLink } from '../components/button.tsx'
import { useKeptSecret } from '../components/kept-secrets.ts'
import { PageHeader, type Crumb } from '../components/page-header.tsx'
import { KeptSecretCard } from '../components/secret.tsx'
import { Notice } from '../components/states.tsx'
import { paths } from '../paths.ts'

/** A webhook that was just made: its secret, until the reader has stored it, and what to do next. */
export function MadeWebhook({ id, crumbs }: { id: string; crumbs: readonly Crumb[] }) {
  const { id: organizationId, dialect } = useOrganization()
  const words = wordsOf(dialect)
  const kept = useKeptSecret(`webhook:${id}`)
  const to = paths.webhook(organizationId, id)
  if (!kept) return <Redirect to={to} replace />
  return (
    <>
      <PageHeader title="The webhook is ready" crumbs={crumbs} />
      <div className="form card">
        <Notice kind={dialect.secretShownOnce ? 'warn' : 'good'} title="Its signing secret" />
        <KeptSecretCard kept={kept} notice={words.secretNotice} copyLabel={words.copySecret} />
        <div className="actions">
          <ButtonLink to={paths.webhook(organizationId, id, 'settings') + '#verify'}>
            Code that verifies it
          </ButtonLink>
          <ButtonLink to={paths.webhook(organizationId, id, 'test')}>Send a test</ButtonLink>
          <ButtonLink kind="primary" to={to}>
            Open the webhook
          </ButtonLink>
        </div>
      </div>
    </>
  )
}
