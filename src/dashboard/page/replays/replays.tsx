import { useQuery } from '../api/use-query.ts'
import { useOrganization } from '../api/viewer.ts'
import { Button } from '../components/button.tsx'
import { Empty, Failed, Loading } from '../components/states.tsx'
import { usePages } from '../components/use-pages.ts'
import { ReplaysDocument } from '../generated/operations.ts'
import { ReplayCard } from './replay-card.tsx'

/** The organization's replays, the newest first. */
export default function Replays() {
  const { id: organizationId } = useOrganization()
  const pages = usePages()
  const { data, error, reload } = useQuery(ReplaysDocument, { organizationId, after: pages.after })
  if (!data) return error ? <Failed error={error} retry={reload} /> : <Loading rows={6} />
  const { nodes, pageInfo } = data.replays
  if (nodes.length === 0)
    return (
      <Empty title="No replays yet">A replay sends many deliveries again: choose them in the search.</Empty>
    )
  return (
    <div className="replays">
      {nodes.map((replay) => (
        <ReplayCard key={replay.id} replay={replay} />
      ))}
      {(pageInfo.hasNextPage || pages.canGoBack) && (
        <div className="pager">
          <Button disabled={!pages.canGoBack} onClick={pages.back}>
            Newer
          </Button>
          <Button disabled={!pageInfo.hasNextPage} onClick={() => pages.next(pageInfo.endCursor)}>
            Older
          </Button>
        </div>
      )}
    </div>
  )
}
