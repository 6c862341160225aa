import { useId, type ReactNode } from 'react'

/** A part of the operators' place. `aside`: what stands beside its title. */
export function Section({
  title,
  aside,
  children,
}: {
  title: string
  aside?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id}>{title}</h2>
        {aside && <span className="muted">{aside}</span>}
      </div>
      {children}
    </section>
  )
}

/** Said in place of what only Temporal knows. */
export function TemporalAway() {
  return (
    <div className="empty">
      <p className="empty-title">Temporal does not answer</p>
      <p>What it knows is here again as soon as it does. What was accepted is kept until then.</p>
    </div>
  )
}
