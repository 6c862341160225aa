import { useSyncExternalStore } from 'react'
import { connection } from '../api/socket.ts'

const WORDS = { connecting: 'Connecting', live: 'Live', offline: 'Offline, trying again' } as const

/** Shows whether the page receives new rows live. */
export function ConnectionBadge() {
  const state = useSyncExternalStore(connection.subscribe, connection.get)
  return (
    <span className={`connection ${state}`} role="status" data-testid="connection">
      <span className="dot" aria-hidden="true" />
      {WORDS[state]}
    </span>
  )
}
