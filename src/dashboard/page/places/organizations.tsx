import { useState } from 'react'
import { Link } from 'wouter'
import { useQuery } from '../api/use-query.ts'
import { planName } from '../api/viewer.ts'
import { OrganizationsDocument, type Plan } from '../generated/operations.ts'
import { Button } from '../components/button.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Empty, Failed, Loading } from '../components/states.tsx'
import { Time } from '../components/time.tsx'
import { usePages } from '../components/use-pages.ts'
import { paths } from '../paths.ts'
import { useOpenInUrl } from '../search/in-url.ts'
import { CustomerLink } from './customer-link.tsx'
import { DeleteOrganization } from './delete-organization.tsx'
import { DeletionReceipt } from './deletion-receipt.tsx'
import { NewOrganization } from './new-organization.tsx'
import { PlanChange } from './plan-change.tsx'

/** All tenants; for operators. */
export default function Organizations() {
  const pages = usePages()
  const { data, error, reload } = useQuery(OrganizationsDocument, { after: pages.after })
  const [adding, setAdding] = useState(false)
  const [changing, setChanging] = useState<{ organization: { id: string; name: string }; plan: Plan } | null>(
    null,
  )
  const [deleting, setDeleting] = useState<{ id: string; name: string } | null>(null)
  const { openId: deletion, replace: showDeletion } = useOpenInUrl('deletion')
  const [linking, setLinking] = useState<{ id: string; name: string } | null>(null)
  const action = (
    <Button kind="primary" onClick={() => setAdding(true)}>
      New organization
    </Button>
  )
  return (
    <>
      <PageHeader title="Organizations" actions={action} />
      {deletion && (
        <DeletionReceipt key={deletion} organizationId={deletion} onClose={() => showDeletion(null)} />
      )}
      {!data ? (
        error ? (
          <Failed error={error} retry={reload} />
        ) : (
          <Loading />
        )
      ) : data.organizations.nodes.length === 0 ? (
        <Empty title="No organizations yet" action={action} />
      ) : (
        <div className="table-scroll">
          <table>
            <thead>
              <tr>
                <th>Name</th>
                <th>Id</th>
                <th>Dialect</th>
                <th>Plan</th>
                <th>Created</th>
                <th>
                  <span className="off-screen">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.organizations.nodes.map(({ id, name, plan, dialect, createdAt }) => (
                <tr key={id}>
                  <td>
                    <Link to={paths.overview(id)}>{name}</Link>
                  </td>
                  <td data-label="Id">
                    <code>{id}</code>
                  </td>
                  <td data-label="Dialect">{dialect.title}</td>
                  <td data-label="Plan">
                    <select
                      aria-label={`Plan of ${name}`}
                      value={plan}
                      onChange={({ target }) =>
                        setChanging({ organization: { id, name }, plan: target.value as Plan })
                      }
                    >
                      {(['FREE', 'TEAM'] as const).map((option) => (
                        <option key={option} value={option}>
                          {planName(option)}
                        </option>
                      ))}
                    </select>
                  </td>
                  <td data-label="Created">
                    <Time at={createdAt} />
                  </td>
                  <td className="right">
                    <div className="actions end">
                      <Button kind="quiet" onClick={() => setLinking({ id, name })}>
                        Customer link
                      </Button>
                      <Button
                        kind="quiet"
                        aria-label={`Delete ${name}`}
                        onClick={() => setDeleting({ id, name })}
                      >
                        Delete …
                      </Button>
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data && (data.organizations.pageInfo.hasNextPage || pages.canGoBack) && (
        <div className="pager">
          <Button disabled={!pages.canGoBack} onClick={pages.back}>
            Newer
          </Button>
          <Button
            disabled={!data.organizations.pageInfo.hasNextPage}
            onClick={() => pages.next(data.organizations.pageInfo.endCursor)}
          >
            Older
          </Button>
        </div>
      )}
      {adding && <NewOrganization dialects={data?.dialects ?? []} onClose={() => setAdding(false)} />}
      {changing && <PlanChange {...changing} onClose={() => setChanging(null)} />}
      {deleting && (
        <DeleteOrganization
          organization={deleting}
          onClose={() => setDeleting(null)}
          onStarted={() => {
            showDeletion(deleting.id)
            setDeleting(null)
          }}
        />
      )}
      {linking && <CustomerLink organization={linking} onClose={() => setLinking(null)} />}
    </>
  )
}
