import { CopyButton } from './copy-button.tsx'

/** Text as it is, never as markup: response bodies come from anybody. */
export function CodeBlock({ code, label, copy = true }: { code: string; label: string; copy?: boolean }) {
  return (
    <div className="code">
      {copy && <CopyButton text={code} kind="quiet" />}
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
