import { useState, type KeyboardEvent } from 'react'
import { useQuery } from '../api/use-query.ts'
import { VerifySnippetsDocument } from '../generated/operations.ts'
import { CodeBlock } from '../components/code-block.tsx'
import { Failed, Loading } from '../components/states.tsx'

/** Code for a receiver that verifies this webhook's requests, in several languages. */
export function Verify({ webhookId }: { webhookId: string }) {
  const { data, error, reload } = useQuery(VerifySnippetsDocument, { id: webhookId })
  const [index, setIndex] = useState(0)
  const snippets = data?.webhook.dialect.verifySnippets ?? []

  function onKeyDown({ key }: KeyboardEvent) {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const next = (index + step + snippets.length) % snippets.length
    setIndex(next)
    document.getElementById(`verify-tab-${next}`)?.focus()
  }

  return (
    <section className="card" id="verify" aria-labelledby="verify-title">
      <h2 id="verify-title">Verify requests</h2>
      <p className="help">
        A handler that accepts what was signed with this webhook’s secret, and refuses everything else.
      </p>
      {!data && (error ? <Failed error={error} retry={reload} /> : <Loading rows={6} />)}
      {snippets.length > 0 && (
        <>
          <div className="range" role="tablist" aria-label="Language" onKeyDown={onKeyDown}>
            {snippets.map(({ language }, other) => (
              <button
                key={language}
                type="button"
                role="tab"
                id={`verify-tab-${other}`}
                aria-selected={other === index}
                aria-controls="verify-code"
                tabIndex={other === index ? 0 : -1}
                onClick={() => setIndex(other)}
              >
                {language}
              </button>
            ))}
          </div>
          <div role="tabpanel" id="verify-code" aria-labelledby={`verify-tab-${index}`}>
            <CodeBlock
              wrap={false}
              code={snippets[index]!.code}
              label={`${snippets[index]!.language} code`}
            />
          </div>
        </>
      )}
    </section>
  )
}
