import { CopyButton } from './copy-button.tsx'

/** Text as it is, never as markup: response bodies come from anybody. Code keeps its lines, other text is wrapped. */
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

/** Indented, if it is JSON; else as it came. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
