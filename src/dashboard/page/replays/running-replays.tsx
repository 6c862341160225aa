import { useState } from 'react'
import { useQuery } from '../api/use-query.ts'
import { useOrganization } from '../api/viewer.ts'
import { ReplayDocument, ReplaysDocument } from '../generated/operations.ts'
import { useOpenInUrl } from '../search/in-url.ts'
import { ReplayCard } from './replay-card.tsx'

/** The parameter of the URL that keeps a replay in view after it has ended, too. */
const REPLAY = 'replay'

/** Shows the replay that this page has started until it is put away. It stays over a reload, as it is in the URL. */
export const useReplayInUrl = (): { replayId: string | null; show(id: string | null): void } => {
  const { openId, replace } = useOpenInUrl(REPLAY)
  return { replayId: openId, show: replace }
}

/**
 * The replays that have not ended, of the organization or of one webhook, and the one in the URL. One that ends meanwhile stays, so that
 * who watches it sees how.
 */
export function RunningReplays({ webhookId }: { webhookId?: string }) {
  const { id: organizationId } = useOrganization()
  const { replayId, show } = useReplayInUrl()
  const { data } = useQuery(ReplaysDocument, { organizationId, after: null })
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  const listed = data?.replays.nodes ?? []
  const running = listed.filter(
    ({ id, finishedAt, webhook }) =>
      (finishedAt === null || seen.has(id)) &&
      id !== replayId &&
      (webhookId === undefined || webhook?.id === webhookId),
  )
  const unseen = running.filter(({ id }) => !seen.has(id)).map(({ id }) => id)
  if (unseen.length > 0) setSeen(new Set([...seen, ...unseen]))
  return (
    <>
      {replayId && <OneReplay key={replayId} id={replayId} onClose={() => show(null)} />}
      {running.map((replay) => (
        <ReplayCard
          key={replay.id}
          replay={replay}
          onClose={() => setSeen(new Set([...seen].filter((id) => id !== replay.id)))}
        />
      ))}
    </>
  )
}

function OneReplay({ id, onClose }: { id: string; onClose(): void }) {
  const { data } = useQuery(ReplayDocument, { id })
  return data ? <ReplayCard replay={data.replay} onClose={onClose} /> : null
}
