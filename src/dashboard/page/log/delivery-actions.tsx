import { useMutation } from '../api/use-mutation.ts'
import { isOperator, mayManage, useViewer } from '../api/viewer.ts'
import {
  CancelDeliveryDocument,
  RetryDeliveryDocument,
  type DeliveryStateFragment,
  type WebhookStatus,
} from '../generated/operations.ts'
import { announce } from '../components/announcer.tsx'
import { Button } from '../components/button.tsx'
import { OtherProblems } from '../components/field.tsx'

/**
 * The actions on a delivery: retry now, cancel, resend, open its workflow, or why it has none. Retry and resend are not offered while the
 * webhook is not enabled, as nothing would be sent.
 */
export function DeliveryActions({
  delivery,
  webhookStatus,
}: {
  delivery: DeliveryStateFragment
  webhookStatus: WebhookStatus | null
}) {
  const viewer = useViewer()
  const retry = useMutation(RetryDeliveryDocument)
  const cancel = useMutation(CancelDeliveryDocument)
  const pending = delivery.status === 'PENDING'
  const { id, status: expectedStatus } = delivery
  const run = async (changed: Promise<unknown>, said: string) => {
    if (await changed) announce(said)
  }
  return (
    <>
      <div className="actions">
        {mayManage(viewer) && webhookStatus !== 'PAUSED' && webhookStatus !== 'DISABLED' && (
          <Button
            kind={pending ? 'primary' : 'plain'}
            busy={retry.busy}
            onClick={() => void run(retry.run({ id, expectedStatus }), 'It is sent now.')}
          >
            {pending ? 'Retry now' : 'Resend'}
          </Button>
        )}
        {mayManage(viewer) && pending && (
          <Button
            kind="danger"
            busy={cancel.busy}
            onClick={() => void run(cancel.run({ id }), 'It is canceled.')}
          >
            Cancel
          </Button>
        )}
        {delivery.temporalUrl && (
          <a className="button plain" href={delivery.temporalUrl} target="_blank" rel="noreferrer">
            Workflow in Temporal UI<span className="off-screen"> (new window)</span>
          </a>
        )}
      </div>
      {isOperator(viewer) && !pending && !delivery.hasWorkflow && (
        <p className="muted">Sent directly: Temporal has no workflow of it.</p>
      )}
      <OtherProblems problems={[...retry.problems, ...cancel.problems]} />
    </>
  )
}
