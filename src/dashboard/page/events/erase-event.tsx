import { useMutation } from '../api/use-mutation.ts'
import { announce } from '../components/announcer.tsx'
import { TypedConfirm } from '../components/typed-confirm.tsx'
import { EraseEventDocument } from '../generated/operations.ts'

/** Asks before an event's data is removed for good: the end of its id has to be typed. */
export function EraseEvent({
  event: { id, type },
  onClose,
}: {
  event: { id: string; type: string }
  onClose(): void
}) {
  const erase = useMutation(EraseEventDocument)
  async function onConfirm() {
    if (!(await erase.run({ id }))) return
    announce('Its data is erased.')
    onClose()
  }
  return (
    <TypedConfirm
      title="Erase this event’s data?"
      word={id.slice(-6)}
      action="Erase for good"
      busy={erase.busy}
      problems={erase.problems}
      onConfirm={() => void onConfirm()}
      onClose={onClose}
    >
      <p>
        The data of <code>{type}</code>, and what receivers answered to its deliveries, are removed at once.
        What is still to be sent is canceled. Ids and times stay. It can’t be undone; backups keep what they
        have.
      </p>
      <p className="wrap-anywhere">
        <code>{id}</code>
      </p>
    </TypedConfirm>
  )
}
