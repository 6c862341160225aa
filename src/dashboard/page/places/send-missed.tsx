import { serverNow } from '../api/clock.ts'
import { ReplayDialog } from '../replays/replay-dialog.tsx'
import type { ReplayFilter } from '../replays/replay-filter.ts'

/** How far back it is looked if it is not known when the webhook was disabled, in milliseconds. */
const DEFAULT_BACK_MS = 24 * 3_600_000

/** What a webhook did not get while it was disabled; `disabledAt`: since when, if it is known. */
export function missedWhileDisabled(webhookId: string, disabledAt: string | null): ReplayFilter {
  const now = serverNow()
  const since =
    disabledAt && Date.parse(disabledAt) < now ? disabledAt : new Date(now - DEFAULT_BACK_MS).toISOString()
  return { webhookId, statuses: ['SKIPPED'], since, until: new Date(now).toISOString() }
}

/** Asks, after a webhook was enabled, whether it is to get what was skipped or missed while it was disabled. */
export function SendMissed({
  filter,
  onClose,
  onStarted,
}: {
  filter: ReplayFilter
  onClose(): void
  onStarted(replayId: string): void
}) {
  return (
    <ReplayDialog
      title="Send what it missed?"
      filter={filter}
      includeMissed
      decline="Not now"
      onClose={onClose}
      onStarted={onStarted}
    >
      <p>The webhook is enabled. While it was disabled, deliveries were skipped and events passed it by.</p>
    </ReplayDialog>
  )
}
