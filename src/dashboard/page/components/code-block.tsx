import { CopyButton } from './copy-button.tsx'

/** Shows text, never as markup, since response bodies are untrusted. Code keeps its lines, other text is wrapped. */
export function CodeBlock({ code, label, wrap = true }: { code: string; label: string; wrap?: boolean }) {
  return (
    <div className={wrap ? 'code wrap' : 'code'}>
      <CopyButton text={code} kind="quiet" />
      <pre tabIndex={0} role="region" aria-label={label}>
        <code>{code}</code>
      </pre>
    </div>
  )
}

/** Indents JSON; leaves other text unchanged. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
