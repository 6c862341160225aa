import type { ReactNode } from 'react'
import type { ApiError } from '../api/request.ts'
import { Button } from './button.tsx'

/** A place with nothing in it yet: what it is for, and the way to fill it. */
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

/** Grey lines in the form of what is to come. */
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

/** What could not be read, and the way to try again. */
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

/** Something to know before going on. */
export function Notice({
  kind,
  title,
  children,
}: {
  kind: 'info' | 'good' | 'warn' | 'bad'
  title: string
  children?: ReactNode
}) {
  return (
    <div className={`notice ${kind}`}>
      <div>
        <strong>{title}</strong>
        {children}
      </div>
    </div>
  )
}
