import type { DeliveryDetailQuery } from '../generated/operations.ts'
import { CodeBlock, pretty } from '../components/code-block.tsx'
import { Time } from '../components/time.tsx'
import { Waterfall } from './waterfall.tsx'

export type AttemptDetail = DeliveryDetailQuery['delivery']['attempts']['nodes'][number]

/** One attempt in full: what was decided, where the time went, and the receiver's answer as text. */
export function AttemptDetails({ attempt }: { attempt: AttemptDetail }) {
  const {
    error,
    decision,
    latency,
    resent,
    responseBody,
    responseBodyTruncated,
    responseHeaders,
    startedAt,
  } = attempt
  return (
    <div className="attempt-details">
      {error && <p className="attempt-error">{error}</p>}
      <p className="decision">{decision}</p>
      {resent && (
        <p className="help">
          Sent twice: the receiver closed a kept connection without an answer, so the request went out again.
        </p>
      )}
      <p className="help">
        Began <Time at={startedAt} />
      </p>
      <Waterfall latency={latency} />
      <h4>Response headers</h4>
      {responseHeaders.length === 0 ? (
        <p className="help">None: there was no answer.</p>
      ) : (
        <dl className="headers">
          {responseHeaders.map(({ name, value }, index) => (
            <div key={index}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
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
