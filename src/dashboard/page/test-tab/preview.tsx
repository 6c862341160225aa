import { useEffect, useState } from 'react'
import { RawJson } from '../api/raw-json.ts'
import { request, type ApiError } from '../api/request.ts'
import { PreviewDeliveryDocument, type PreviewDeliveryQuery } from '../generated/operations.ts'
import { CodeBlock } from '../components/code-block.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Loading } from '../components/states.tsx'

/** Debounce time from the last keystroke to the next preview, in milliseconds. */
const TYPING_MS = 300

/** The exact request a test would send, signed as of now. Keeps the last one while `text` is null (not JSON); empty: the type's example. */
export function Preview({
  webhookId,
  eventType,
  text,
}: {
  webhookId: string
  eventType: string
  text: string | null
}) {
  const [preview, setPreview] = useState<PreviewDeliveryQuery['previewDelivery'] | null>(null)
  const [error, setError] = useState<string | null>(null)
  useEffect(() => {
    if (text === null) return
    const ended = new AbortController()
    const timer = setTimeout(() => {
      const input = { webhookId, eventType, data: text === '' ? null : new RawJson(text) }
      request(PreviewDeliveryDocument, { input }, ended.signal).then(
        ({ previewDelivery }) => {
          setPreview(previewDelivery)
          setError(null)
        },
        (problem: ApiError) => ended.signal.aborted || setError(problem.message),
      )
    }, TYPING_MS)
    return () => {
      clearTimeout(timer)
      ended.abort()
    }
  }, [webhookId, eventType, text])

  if (!preview)
    return <div className="card">{error ? <p className="said bad">{error}</p> : <Loading rows={6} />}</div>
  return (
    <section className="card preview" aria-labelledby="preview-title">
      <div className="section-head">
        <h2 id="preview-title">The exact request</h2>
        <CopyButton text={preview.curl} label="Copy as curl" />
      </div>
      {error && <p className="said bad">{error}</p>}
      {preview.signedWith === 'THROWAWAY' && (
        <p className="said">
          You may look and not manage, so this one is signed with a throw-away secret: the receiver would
          refuse it.
        </p>
      )}
      <p className="request-line">
        <strong>{preview.method}</strong> {preview.url}
      </p>
      <dl className="headers">
        {preview.headers.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <CodeBlock code={preview.body} label="Request body" />
    </section>
  )
}
