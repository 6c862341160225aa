import { useState } from 'react'
import { useLocation } from 'wouter'
import { useMutation } from '../api/use-mutation.ts'
import { useOrganization } from '../api/viewer.ts'
import {
  DeleteWebhookDocument,
  DisableWebhookDocument,
  EnableWebhookDocument,
  PauseWebhookDocument,
  type WebhookDetailFragment,
} from '../generated/operations.ts'
import { announce } from '../components/announcer.tsx'
import { Button } from '../components/button.tsx'
import { Confirm } from '../components/dialog.tsx'
import { OtherProblems } from '../components/field.tsx'
import { webhooksHome } from '../paths.ts'

/** Pausing, disabling, enabling and deleting a webhook. */
export function WebhookStatusSection({
  webhook: { id, status, dialect },
}: {
  webhook: WebhookDetailFragment
}) {
  const organization = useOrganization()
  const [, navigate] = useLocation()
  const enable = useMutation(EnableWebhookDocument)
  const pause = useMutation(PauseWebhookDocument)
  const disable = useMutation(DisableWebhookDocument)
  const remove = useMutation(DeleteWebhookDocument)
  const [asking, setAsking] = useState<'disable' | 'delete' | null>(null)

  async function onConfirm() {
    const payload = await (asking === 'delete' ? remove : disable).run({ id })
    setAsking(null)
    if (!payload) return
    announce(asking === 'delete' ? 'Deleted.' : 'Disabled.')
    if (asking === 'delete') navigate(webhooksHome(organization.id, dialect))
  }

  return (
    <section className="card" aria-labelledby="status-title">
      <h2 id="status-title">Status</h2>
      <OtherProblems
        problems={[...enable.problems, ...pause.problems, ...disable.problems, ...remove.problems]}
      />
      <p className="help">
        Paused, it holds deliveries until it is enabled. Disabled, events pass it by and what waits is
        canceled.
      </p>
      <div className="actions">
        {status !== 'ENABLED' && (
          <Button kind="primary" busy={enable.busy} onClick={() => void enable.run({ id })}>
            Enable
          </Button>
        )}
        {status === 'ENABLED' && (
          <Button busy={pause.busy} onClick={() => void pause.run({ id })}>
            Pause
          </Button>
        )}
        {status !== 'DISABLED' && <Button onClick={() => setAsking('disable')}>Disable</Button>}
        <Button kind="danger" onClick={() => setAsking('delete')}>
          Delete
        </Button>
      </div>
      {asking && (
        <Confirm
          title={asking === 'delete' ? 'Delete this webhook?' : 'Disable this webhook?'}
          action={asking === 'delete' ? 'Delete' : 'Disable'}
          busy={disable.busy || remove.busy}
          onConfirm={() => void onConfirm()}
          onClose={() => setAsking(null)}
        >
          <p>
            {asking === 'delete'
              ? 'It ends for good, and its waiting deliveries are canceled.'
              : 'Its waiting deliveries are canceled. Each can be sent again once it is enabled.'}
          </p>
        </Confirm>
      )}
    </section>
  )
}
