import type { DeliveryDetailQuery } from '../generated/operations.ts'
import { CodeBlock, pretty } from '../components/code-block.tsx'
import { Time } from '../components/time.tsx'
import { AttemptRequest } from './attempt-request.tsx'
import { HeaderList } from './header-list.tsx'
import { Waterfall } from './waterfall.tsx'

export type AttemptDetail = DeliveryDetailQuery['delivery']['attempts']['nodes'][number]

/**
 * One attempt in full: what was decided, the request as it was sent, where the time went, and the receiver's answer as text.
 * `errorShown`: whether the error is above already.
 */
export function AttemptDetails({
  attempt,
  urlNow,
  errorShown,
}: {
  attempt: AttemptDetail
  /** The webhook's URL as it is now. */
  urlNow: string
  errorShown: boolean
}) {
  const {
    error,
    decision,
    latency,
    request,
    resent,
    responseBody,
    responseBodyTruncated,
    responseHeaders,
    startedAt,
  } = attempt
  return (
    <div className="attempt-details">
      {error && !errorShown && <p className="attempt-error">{error}</p>}
      <p className="decision">{decision}</p>
      {resent && (
        <p className="help">
          Sent twice: the receiver closed a kept connection without an answer, so the request went out again.
        </p>
      )}
      <p className="help">
        Began <Time at={startedAt} />
      </p>
      <h4>Request</h4>
      <AttemptRequest request={request} urlNow={urlNow} />
      <h4>Time</h4>
      <Waterfall latency={latency} />
      <h4>Response headers</h4>
      {responseHeaders.length === 0 ? (
        <p className="help">None: there was no answer.</p>
      ) : (
        <HeaderList headers={responseHeaders} />
      )}
      <h4>Response body</h4>
      {responseBody ? (
        <CodeBlock code={pretty(responseBody)} label="Response body" />
      ) : (
        <p className="help">{responseBody === null ? 'None: there was no answer.' : 'Empty.'}</p>
      )}
      {responseBodyTruncated && <p className="help">It was longer; the rest was not kept.</p>}
    </div>
  )
}
