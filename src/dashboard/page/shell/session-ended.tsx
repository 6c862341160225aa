import { useEffect, useRef } from 'react'
import { SignInForm } from './sign-in.tsx'

/**
 * The way back in for who was signed in. It covers the page, which stays as it is behind it: what was typed there is
 * still there afterwards. A dialog, so that it is above every other and nothing behind it can be reached.
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
      // Browsers that do not know closedby close a dialog at the second Escape, whatever the page says to it.
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
