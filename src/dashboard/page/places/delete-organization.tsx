import { useMutation } from '../api/use-mutation.ts'
import { announce } from '../components/announcer.tsx'
import { TypedConfirm } from '../components/typed-confirm.tsx'
import { DeleteOrganizationDocument } from '../generated/operations.ts'

/** Asks before an organization is deleted with all that belongs to it: its name has to be typed. */
export function DeleteOrganization({
  organization: { id, name },
  onClose,
  onStarted,
}: {
  organization: { id: string; name: string }
  onClose(): void
  onStarted(): void
}) {
  const remove = useMutation(DeleteOrganizationDocument)
  async function onConfirm() {
    if (!(await remove.run({ id, name }))) return
    announce(`${name} is being deleted.`)
    onStarted()
  }
  return (
    <TypedConfirm
      title={`Delete ${name}?`}
      word={name}
      action="Delete for good"
      busy={remove.busy}
      problems={remove.problems}
      onConfirm={() => void onConfirm()}
      onClose={onClose}
    >
      <p>
        At once its keys and sessions end, and nothing is published or sent for it any more. Then its
        webhooks, events, deliveries and its delivery log are deleted. It can’t be undone; backups keep what
        they have.
      </p>
    </TypedConfirm>
  )
}
