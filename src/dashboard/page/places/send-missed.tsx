import { useState } from 'react'
import { serverNow } from '../api/clock.ts'
import { ReplayDialog } from '../replays/replay-dialog.tsx'

/** Asks, after a webhook was enabled, whether it is to get what was skipped or missed while it was disabled. */
export function SendMissed({
  webhookId,
  since,
  onClose,
  onStarted,
}: {
  webhookId: string
  /** Webhook.missedSince. */
  since: string
  onClose(): void
  onStarted(replayId: string): void
}) {
  const [until] = useState(() => new Date(serverNow()).toISOString())
  return (
    <ReplayDialog
      title="Send what it missed?"
      filter={{ webhookId, statuses: ['SKIPPED'], since, until }}
      includeMissed
      decline="Not now"
      onClose={onClose}
      onStarted={onStarted}
    >
      <p>
        The webhook is enabled. It can get what was skipped, and the events that passed it by, while it was
        disabled.
      </p>
    </ReplayDialog>
  )
}
