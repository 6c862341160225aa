import { useEffect, useRef, type ReactNode } from 'react'
import { Link } from 'wouter'
import { nameDocument } from './brand.ts'

export interface Crumb {
  label: string
  to?: string
}

/** The title of a page, its breadcrumbs and its main actions. Gets the focus when the page is opened. */
export function PageHeader({
  title,
  whole,
  crumbs = [],
  actions,
  children,
}: {
  title: string
  /** What `title` shortens. */
  whole?: string
  crumbs?: readonly Crumb[]
  actions?: ReactNode
  children?: ReactNode
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    nameDocument(title)
  }, [title])
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <header className="page-header">
      {crumbs.length > 0 && (
        <nav aria-label="Breadcrumb">
          <ol className="crumbs">
            {crumbs.map(({ label, to }) => (
              <li key={label} title={label}>
                {to ? <Link to={to}>{label}</Link> : label}
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className="page-title">
        <h1 ref={heading} tabIndex={-1} title={whole ?? title}>
          {title}
        </h1>
        {actions && <div className="actions">{actions}</div>}
      </div>
      {children}
    </header>
  )
}
