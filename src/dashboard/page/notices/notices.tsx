import { useMemo } from 'react'
import { useQuery } from '../api/use-query.ts'
import { mayManage, useOrganization, useViewer } from '../api/viewer.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Empty, Failed, Loading } from '../components/states.tsx'
import { usePages } from '../components/use-pages.ts'
import { NoticesDocument } from '../generated/operations.ts'
import { ConnectionBadge } from '../log/connection-badge.tsx'
import { paths } from '../paths.ts'
import { ChoiceMenu } from '../search/choice-menu.tsx'
import { useFilterInUrl, type FilterInUrl } from '../search/in-url.ts'
import { NoticeTable } from './notice-table.tsx'
import { NOTICE_TYPES } from './notice-types.ts'
import { NoticeWebhooks } from './notice-webhooks.tsx'

const PAGE = 50

const CHOICES = NOTICE_TYPES.map(({ name, word }) => ({ value: name, label: word }))

const TYPES_IN_URL: FilterInUrl<readonly string[]> = {
  names: ['type'],
  read: (params) => params.getAll('type'),
  write(params, types) {
    params.delete('type')
    for (const type of types) params.append('type', type)
  },
}

/** The organization's operational events, the newest first, as they happen. */
export default function Notices() {
  const { id: organizationId } = useOrganization()
  const viewer = useViewer()
  const { filter: types, setFilter } = useFilterInUrl(TYPES_IN_URL)
  return (
    <>
      <PageHeader
        title="Notices"
        actions={
          <>
            <ConnectionBadge />
            {mayManage(viewer) && (
              <ButtonLink to={paths.newNoticeWebhook(organizationId)}>Send notices to a URL</ButtonLink>
            )}
          </>
        }
      />
      <NoticeWebhooks />
      <div className="log-bar">
        <search className="filters" aria-label="Filter the notices">
          <ChoiceMenu
            label="Types"
            any="Any type"
            choices={CHOICES}
            chosen={types}
            onChange={(chosen) => setFilter(chosen)}
          />
          {types.length > 0 && (
            <Button kind="quiet" onClick={() => setFilter([])}>
              Clear
            </Button>
          )}
        </search>
      </div>
      <NoticePages key={types.join()} types={types} onClear={() => setFilter([])} />
    </>
  )
}

function NoticePages({ types, onClear }: { types: readonly string[]; onClear(): void }) {
  const { id: organizationId } = useOrganization()
  const pages = usePages()
  const filter = useMemo(() => (types.length > 0 ? [...types] : null), [types])
  const { data, error, reload } = useQuery(NoticesDocument, {
    organizationId,
    first: PAGE,
    after: pages.after,
    types: filter,
  })
  if (!data)
    return error ? <Failed error={error} retry={reload} /> : <Loading rows={8} label="Loading notices" />
  const { nodes, pageInfo } = data.organization.operationalEvents
  if (nodes.length === 0 && !pages.canGoBack)
    return types.length > 0 ? (
      <Empty title="Nothing matches" action={<Button onClick={onClear}>Clear the filter</Button>} />
    ) : (
      <Empty title="No notices yet">
        What happens to webhooks, deliveries and replays is told here: that a webhook fails, is disabled or
        has recovered, or that a delivery was given up.
      </Empty>
    )
  return (
    <>
      <NoticeTable notices={nodes} />
      {(pageInfo.hasNextPage || pages.canGoBack) && (
        <nav className="pager" aria-label="Pages">
          <Button disabled={!pages.canGoBack} onClick={pages.back}>
            Newer
          </Button>
          <Button disabled={!pageInfo.hasNextPage} onClick={() => pages.next(pageInfo.endCursor)}>
            Older
          </Button>
        </nav>
      )}
    </>
  )
}
