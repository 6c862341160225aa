import type { ReactNode } from 'react'
import type { ApiError } from '../api/request.ts'
import { Button } from './button.tsx'

/** Shown for an empty list: what it is for, and how to add to it. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children && <p>{children}</p>}
      {action}
    </div>
  )
}

/** Grey placeholder lines while data is loading. */
export function Loading({ rows = 4, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div className="loading" role="status">
      <span className="off-screen">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="loading-row" />
      ))}
    </div>
  )
}

/** Shown if data could not be read, with a button to retry. */
export function Failed({ error, retry }: { error: ApiError; retry?: () => void }) {
  return (
    <div className="notice bad" role="alert">
      <div>
        <strong>{error.code === 'NOT_FOUND' ? 'It is not here' : 'This could not be loaded'}</strong>
        <p>{error.message}</p>
      </div>
      {retry && error.code !== 'NOT_FOUND' && <Button onClick={retry}>Try again</Button>}
    </div>
  )
}

/** A notice for the viewer. */
export function Notice({
  kind,
  title,
  children,
  actions,
}: {
  kind: 'info' | 'good' | 'warn' | 'bad'
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className={`notice ${kind}`}>
      <div>
        <strong>{title}</strong>
        {children}
      </div>
      {actions && <div className="actions end">{actions}</div>}
    </div>
  )
}
