import { useEffect, useState } from 'react'
import { request } from '../api/request.ts'
import type { Problem } from '../api/use-mutation.ts'
import type { FieldWords } from '../../../dialects/dialect.ts'
import { CheckWebhookUrlDocument } from '../generated/operations.ts'
import { Field } from '../components/field.tsx'

/** Debounce time from the last keystroke to the check of the URL, in milliseconds. */
const TYPING_MS = 400

type Check = { url: string; error: string | null }

/** The URL of a webhook, checked by the server while it is typed. */
export function UrlField({
  words,
  value,
  onChange,
  problems,
}: {
  words: FieldWords
  value: string
  onChange(value: string): void
  problems: readonly Problem[]
}) {
  const check = useUrlCheck(value)
  const done = check?.url === value.trim()
  return (
    <Field
      label={words.label}
      help={words.help}
      name="url"
      problems={problems}
      error={done ? check.error : null}
      good={done && !check.error ? '✓ This address can receive webhooks.' : null}
    >
      {(attributes) => (
        <input
          {...attributes}
          type="url"
          required
          autoComplete="off"
          spellCheck={false}
          placeholder="https://example.com/webhooks"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}

function useUrlCheck(text: string): Check | null {
  const [check, setCheck] = useState<Check | null>(null)
  const url = text.trim()
  useEffect(() => {
    if (url.length < 4) return setCheck(null)
    const ended = new AbortController()
    const timer = setTimeout(() => {
      request(CheckWebhookUrlDocument, { url }, ended.signal)
        .then(({ checkWebhookUrl: { error } }) => setCheck({ url, error: error?.message ?? null }))
        .catch(() => {}) // saving will report the error
    }, TYPING_MS)
    return () => {
      clearTimeout(timer)
      ended.abort()
    }
  }, [url])
  return check
}
