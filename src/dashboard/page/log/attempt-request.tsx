import { shownUrl } from '../components/shown-url.ts'
import type { DeliveryDetailQuery } from '../generated/operations.ts'
import { HeaderList } from './header-list.tsx'

/** The request of an attempt as it was sent. `urlNow`: the webhook's, which may have been changed since. */
export function AttemptRequest({
  request,
  urlNow,
}: {
  request: DeliveryDetailQuery['delivery']['attempts']['nodes'][number]['request']
  urlNow: string
}) {
  if (!request) return <p className="help">How it was sent is not kept.</p>
  const { url, headers } = request
  return (
    <>
      <p className="request-line" title={url}>
        <strong>POST</strong> <bdi>{shownUrl(url)}</bdi>
      </p>
      {url !== urlNow && <p className="help">The webhook has another URL now.</p>}
      <details>
        <summary>Request headers ({headers.length})</summary>
        <HeaderList headers={headers} />
      </details>
    </>
  )
}
