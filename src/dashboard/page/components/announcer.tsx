import { useSyncExternalStore } from 'react'

let message = ''
const listeners = new Set<() => void>()

/** Has screen readers say something once they are free. */
export function announce(text: string): void {
  message = text
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Where announcements stand; once on the page. */
export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => message)
  return (
    <div className="off-screen" role="status" aria-live="polite">
      {text}
    </div>
  )
}
