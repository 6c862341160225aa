import { useState, type FormEvent, type ReactNode } from 'react'
import type { Problem } from '../api/use-mutation.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Field, OtherProblems } from './field.tsx'

/** Asks for confirmation of what is gone for good: the viewer types a word. */
export function TypedConfirm({
  title,
  word,
  action,
  busy,
  problems,
  children,
  onConfirm,
  onClose,
}: {
  title: string
  /** What has to be typed. */
  word: string
  action: string
  busy: boolean
  problems: readonly Problem[]
  children: ReactNode
  onConfirm(): void
  onClose(): void
}) {
  const [typed, setTyped] = useState('')
  const right = typed.trim() === word
  function submit(event: FormEvent) {
    event.preventDefault()
    if (right) onConfirm()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <OtherProblems problems={problems} />
        {children}
        <Field
          label="To confirm"
          help={
            <>
              Type <code>{word}</code>
            </>
          }
        >
          {(attributes) => (
            <input
              {...attributes}
              autoComplete="off"
              spellCheck={false}
              autoFocus
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          )}
        </Field>
        <div className="actions end">
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" type="submit" busy={busy} disabled={!right}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
