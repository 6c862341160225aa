import { Button } from '../components/button.tsx'
import { Notice } from '../components/states.tsx'
import type { WebhookEdits, WebhookValues } from '../places/webhook-edits.ts'

/** The fields that somebody else changed meanwhile. It is beside the form's button: the top of the form may be out of view. */
export function Conflicts({
  conflicts,
  labels,
  onTake,
}: {
  conflicts: WebhookEdits['conflicts']
  labels: Record<keyof WebhookValues, string>
  /** Gives up the edit of a field. */
  onTake: WebhookEdits['discard']
}) {
  if (conflicts.length === 0) return null
  return (
    <Notice kind="warn" title="This webhook was changed meanwhile, in another tab or by somebody else">
      <p>Save puts what you typed in its place.</p>
      <ul className="conflicts">
        {conflicts.map(({ field, now }) => (
          <li key={field}>
            {labels[field]} is now <code>{now}</code>{' '}
            <Button kind="quiet" onClick={() => onTake(field)}>
              Take it
            </Button>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
