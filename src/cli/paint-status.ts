import type { Colour, Terminal } from './terminal.ts'

const COLOURS: Record<string, Colour> = {
  SUCCEEDED: 'green',
  ENABLED: 'green',
  HEALTHY: 'green',
  COMPLETED: 'green',
  FAILED: 'red',
  FAILING: 'red',
  DISABLED: 'red',
  CANCELED: 'yellow',
  SKIPPED: 'yellow',
  INTERRUPTED: 'yellow',
  PAUSED: 'yellow',
}

/** A status or outcome in its colour; PENDING and others have none. */
export function paintStatus(status: string, terminal: Terminal): string {
  const colour = COLOURS[status]
  return colour ? terminal.paint(colour, status) : status
}
