import { useEffect, useId, useRef, type ReactNode } from 'react'
import { Button } from './button.tsx'

/** A modal dialog. The browser's dialog element keeps the focus inside and closes on Escape. */
export function Dialog({
  title,
  onClose,
  children,
  actions,
}: {
  title: string
  onClose(): void
  children: ReactNode
  actions?: ReactNode
}) {
  const element = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = element.current!
    if (!dialog.open) dialog.showModal()
    return () => dialog.close()
  }, [])
  return (
    <dialog ref={element} aria-labelledby={id} onClose={onClose} onCancel={onClose}>
      <h2 id={id}>{title}</h2>
      {children}
      {actions && <div className="actions end">{actions}</div>}
    </dialog>
  )
}

/** Asks for confirmation of an action that can't be undone. */
export function Confirm({
  title,
  children,
  action,
  busy,
  onConfirm,
  onClose,
}: {
  title: string
  children: ReactNode
  action: string
  busy?: boolean
  onConfirm(): void
  onClose(): void
}) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" busy={busy ?? false} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}
