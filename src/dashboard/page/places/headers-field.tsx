import type { Problem } from '../api/use-mutation.ts'
import { Button } from '../components/button.tsx'
import { problemOf } from '../components/field.tsx'

interface Header {
  name: string
  value: string
}

/** Headers added to each request, up to 20. */
export function HeadersField({
  headers,
  onChange,
  problems,
}: {
  headers: readonly Header[]
  onChange(headers: Header[]): void
  problems: readonly Problem[]
}) {
  const change = (index: number, part: Partial<Header>) =>
    onChange(headers.map((header, other) => (other === index ? { ...header, ...part } : header)))
  return (
    <fieldset className="field">
      <legend>Headers</legend>
      <p className="help">Added to each request, for a gateway in front of your endpoint, say.</p>
      {headers.map(({ name, value }, index) => (
        <div className="header-line" key={index}>
          <input
            aria-label={`Name of header ${index + 1}`}
            placeholder="X-Name"
            value={name}
            onChange={({ target }) => change(index, { name: target.value })}
          />
          <input
            aria-label={`Value of header ${index + 1}`}
            placeholder="value"
            value={value}
            onChange={({ target }) => change(index, { value: target.value })}
          />
          <Button
            kind="quiet"
            aria-label={`Remove header ${index + 1}`}
            onClick={() => onChange(headers.filter((_, other) => other !== index))}
          >
            ✕
          </Button>
        </div>
      ))}
      {headers.length < 20 && (
        <Button onClick={() => onChange([...headers, { name: '', value: '' }])}>Add a header</Button>
      )}
      <p className="said bad" aria-live="polite">
        {problemOf(problems, 'headers')}
      </p>
    </fieldset>
  )
}
