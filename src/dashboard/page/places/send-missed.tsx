import { useState } from 'react'
import { serverNow } from '../api/clock.ts'
import { announce } from '../components/announcer.tsx'
import type { WebhookDetailFragment } from '../generated/operations.ts'
import { ReplayDialog } from '../replays/replay-dialog.tsx'
import { useReplayInUrl } from '../replays/running-replays.tsx'
import { useMissedInUrl } from './use-enable.ts'

/** Asks, after a webhook was enabled, whether it is to get what was skipped or missed while it was disabled. */
export function SendMissed({ webhook: { id, status, missedSince } }: { webhook: WebhookDetailFragment }) {
  const { asked } = useMissedInUrl()
  if (!asked || !missedSince || status !== 'ENABLED') return null
  return <Question webhookId={id} since={missedSince} />
}

function Question({ webhookId, since }: { webhookId: string; since: string }) {
  const { ask } = useMissedInUrl()
  const { show } = useReplayInUrl()
  const [until] = useState(() => new Date(serverNow()).toISOString())
  return (
    <ReplayDialog
      title="Send what it missed?"
      filter={{ webhookId, statuses: ['SKIPPED'], since, until }}
      includeMissed
      decline="Not now"
      onClose={() => ask(false)}
      onStarted={(replayId) => {
        ask(false)
        announce('The replay has started.')
        show(replayId)
      }}
    >
      <p>
        The webhook is enabled. It can get what was skipped, and the events that passed it by, while it was
        disabled.
      </p>
    </ReplayDialog>
  )
}
