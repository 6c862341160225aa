import type { ReactNode } from 'react'

/** A link to a page of Temporal UI; the text alone if that has no address. */
export function TemporalLink({ to, children }: { to: string | null; children: ReactNode }) {
  if (to === null) return children
  return (
    <a href={to} target="_blank" rel="noreferrer">
      {children}
      <span className="off-screen"> in Temporal UI (new window)</span>
    </a>
  )
}
