import { useState } from 'react'
import { serverNow } from '../api/clock.ts'
import { useOrganization } from '../api/viewer.ts'
import { announce } from '../components/announcer.tsx'
import { Button } from '../components/button.tsx'
import type { DeliveryFilter as DeliveryFilterInput } from '../generated/operations.ts'
import { REPLAYED, type ReplayFilter } from '../replays/replay-filter.ts'
import { ReplayDialog } from '../replays/replay-dialog.tsx'
import { useReplayInUrl } from '../replays/running-replays.tsx'
import type { DeliveryFilter } from './delivery-filter.ts'
import { ResendProgress, useResend } from './resend-selected.tsx'
import type { Selection } from './use-selection.ts'

/** Sends the selected deliveries again, or all that match the filter. */
export function ResendBar({
  filter,
  input,
  selection,
}: {
  filter: DeliveryFilter
  input: DeliveryFilterInput
  selection: Selection
}) {
  const organization = useOrganization()
  const { show } = useReplayInUrl()
  const resend = useResend(selection)
  const [replaying, setReplaying] = useState<ReplayFilter | null>(null)
  const impossible = whyNoReplay(input, organization.dialect.channelNoun)
  const chosen = selection.ids.size
  return (
    <>
      <div className="resend-bar" role="group" aria-label="Resend">
        <Button
          kind={chosen > 0 ? 'primary' : 'plain'}
          disabled={chosen === 0}
          busy={resend.busy}
          onClick={() => void resend.run()}
        >
          {chosen > 0 ? `Resend ${chosen} selected` : 'Resend selected'}
        </Button>
        {chosen > 0 && !resend.busy && (
          <Button kind="quiet" onClick={selection.clear}>
            Clear the selection
          </Button>
        )}
        <Button
          disabled={impossible !== null}
          onClick={() => setReplaying(replayOf(organization, filter, input))}
        >
          Resend all that match …
        </Button>
        {impossible && <span className="help">{impossible}</span>}
      </div>
      {resend.progress && <ResendProgress progress={resend.progress} onClose={resend.clear} />}
      {replaying && (
        <ReplayDialog
          title="Resend all that match"
          filter={replaying}
          onClose={() => setReplaying(null)}
          onStarted={(id) => {
            setReplaying(null)
            announce('The replay has started.')
            show(id)
          }}
        />
      )}
    </>
  )
}

/** Why all that match can't be sent again in one replay, which knows less conditions than the search; null: they can. */
function whyNoReplay({ text, channelId, statuses }: DeliveryFilterInput, channelNoun: string): string | null {
  if (text) return 'For all that match, clear the text: a replay does not look for text.'
  if (channelId)
    return `For all that match, clear the ${channelNoun.toLowerCase()}, or choose a webhook instead.`
  if (statuses && !statuses.some((status) => REPLAYED.includes(status)))
    return 'What is pending is sent anyway.'
  return null
}

/** What the filter finds now, as a replay's filter. */
function replayOf(
  organization: { id: string; createdAt: string },
  { webhookId }: DeliveryFilter,
  { statuses, statusCodes, errorKinds, eventTypes, since, until }: DeliveryFilterInput,
): ReplayFilter {
  return {
    organizationId: organization.id,
    webhookId: webhookId || null,
    statuses: (statuses ?? ['FAILED', 'SKIPPED']).filter((status) => REPLAYED.includes(status)),
    statusCodes: statusCodes ?? null,
    errorKinds: errorKinds ?? null,
    eventTypes: eventTypes ?? null,
    since: since ?? organization.createdAt,
    until: until ?? new Date(serverNow()).toISOString(),
  }
}
