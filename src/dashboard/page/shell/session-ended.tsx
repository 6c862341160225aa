import { useEffect, useRef } from 'react'
import { SignInForm } from './sign-in.tsx'

/**
 * The sign-in form after a session has ended. It covers the page, which stays mounted, so that input in forms is not lost.
 * It is a modal dialog, so that it is above all other dialogs and blocks the page behind it.
 */
export function SessionEnded({ onSignedIn }: { onSignedIn(): void }) {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = element.current!
    dialog.showModal()
    return () => dialog.close()
  }, [])
  return (
    <dialog
      ref={element}
      className="session-ended"
      aria-label="Sign in again"
      closedby="none"
      // Browsers without support for closedby close a dialog at the second Escape, even if `cancel` is prevented.
      onCancel={(event) => event.preventDefault()}
      onClose={() => element.current?.isConnected && element.current.showModal()}
    >
      <SignInForm
        text="Your session has ended. Sign in with an API key, or open a new link in another tab and come back: what you typed is still here."
        onSignedIn={onSignedIn}
      />
    </dialog>
  )
}
