import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Link } from 'wouter'

type Kind = 'primary' | 'plain' | 'danger' | 'quiet'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: Kind
  /** Shows that the action is running, and disables the button. */
  busy?: boolean
}

export function Button({ kind = 'plain', busy = false, className = '', children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`button ${kind} ${className}`}
      aria-busy={busy || undefined}
      disabled={busy || rest.disabled}
    >
      {children}
    </button>
  )
}

/** A link that looks like a button. */
export function ButtonLink({
  kind = 'plain',
  to,
  children,
}: {
  kind?: Kind
  to: string
  children: ReactNode
}) {
  return (
    <Link to={to} className={`button ${kind}`}>
      {children}
    </Link>
  )
}
