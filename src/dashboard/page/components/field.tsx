import { useId, type ReactNode } from 'react'
import type { Problem } from '../api/use-mutation.ts'

export interface FieldProps {
  label: string
  help?: ReactNode
  /** Name of the input's field in the API; its problems are shown here. */
  name?: string
  problems?: readonly Problem[]
  /** Shown instead of the problems of the last save; from a live check, for example. */
  error?: string | null
  good?: string | null
  children(attributes: {
    id: string
    'aria-describedby': string
    'aria-invalid': boolean | undefined
  }): ReactNode
}

/** A labelled form field with its help text and problems. */
export function Field({ label, help, name, problems = [], error, good, children }: FieldProps) {
  const id = useId()
  const wrong = error ?? problemOf(problems, name)
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': `${id}-help ${id}-said`,
        'aria-invalid': wrong ? true : undefined,
      })}
      {help && (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      <p className={wrong ? 'said bad' : 'said good'} id={`${id}-said`} aria-live="polite">
        {wrong ?? good}
      </p>
    </div>
  )
}

/** The problems of one field as text; null if there are none. */
export function problemOf(problems: readonly Problem[], name: string | undefined): string | null {
  const found = problems.filter(({ field }) => name !== undefined && field === name)
  return found.length > 0 ? found.map(({ message }) => message).join(' ') : null
}

/** The problems that belong to none of the shown fields. */
export function OtherProblems({
  problems,
  fields = [],
}: {
  problems: readonly Problem[]
  fields?: readonly string[]
}) {
  const others = problems.filter(({ field }) => field === null || !fields.includes(field))
  if (others.length === 0) return null
  return (
    <div className="notice bad" role="alert">
      <div>
        {others.map(({ message }) => (
          <p key={message}>{message}</p>
        ))}
      </div>
    </div>
  )
}
