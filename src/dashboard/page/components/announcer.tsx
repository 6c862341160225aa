import { useSyncExternalStore } from 'react'

let message = ''
const listeners = new Set<() => void>()

/** Makes screen readers announce a text when they are idle. */
export function announce(text: string): void {
  message = text
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The live region for announcements; rendered once on the page. */
export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => message)
  return (
    <div className="off-screen" role="status" aria-live="polite">
      {text}
    </div>
  )
}
