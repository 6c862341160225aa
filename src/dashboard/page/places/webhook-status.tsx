import { useState } from 'react'
import { useLocation } from 'wouter'
import { useMutation } from '../api/use-mutation.ts'
import { useOrganization } from '../api/viewer.ts'
import {
  DeleteWebhookDocument,
  DisableWebhookDocument,
  PauseWebhookDocument,
  type WebhookDetailFragment,
} from '../generated/operations.ts'
import { announce } from '../components/announcer.tsx'
import { Button } from '../components/button.tsx'
import { Confirm } from '../components/dialog.tsx'
import { OtherProblems } from '../components/field.tsx'
import { webhooksHome } from '../paths.ts'
import { RunningReplays } from '../replays/running-replays.tsx'
import { useEnable } from './use-enable.ts'

const STOPPED =
  'Paused, it holds deliveries until it is enabled. Disabled, events pass it by and what waits is skipped; when it is enabled again, it can get both.'

const LISTENS =
  'It can’t be paused or disabled. When durahook listen ends, what is published waits until it runs again.'

/** Pausing, disabling, enabling and deleting a webhook. */
export function WebhookStatusSection({ webhook }: { webhook: WebhookDetailFragment }) {
  const { id, status, dialect } = webhook
  const organization = useOrganization()
  const [, navigate] = useLocation()
  const enable = useEnable(webhook)
  const pause = useMutation(PauseWebhookDocument)
  const disable = useMutation(DisableWebhookDocument)
  const remove = useMutation(DeleteWebhookDocument)
  const [asking, setAsking] = useState<'disable' | 'delete' | null>(null)
  const listens = status === 'LISTENING'

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
      <p className="help">{listens ? LISTENS : STOPPED}</p>
      <div className="actions">
        {(status === 'PAUSED' || status === 'DISABLED') && (
          <Button kind="primary" busy={enable.busy} onClick={() => void enable.enable()}>
            Enable
          </Button>
        )}
        {status === 'ENABLED' && (
          <Button busy={pause.busy} onClick={() => void pause.run({ id })}>
            Pause
          </Button>
        )}
        {(status === 'ENABLED' || status === 'PAUSED') && (
          <Button onClick={() => setAsking('disable')}>Disable</Button>
        )}
        <Button kind="danger" onClick={() => setAsking('delete')}>
          Delete
        </Button>
      </div>
      <RunningReplays webhookId={id} />
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
              : 'Its waiting deliveries are skipped. They, and what is published meanwhile, can be sent once it is enabled.'}
          </p>
        </Confirm>
      )}
    </section>
  )
}
