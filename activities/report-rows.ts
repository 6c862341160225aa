import { cancellationSignal, heartbeat } from '@temporalio/activity'

/**
 * What an activity calls after each batch of rows: it tells Temporal how many there were so far, and throws if the activity is
 * canceled or `ending` is aborted, because its worker ends. It is then made again by another worker.
 */
export function reportRows(ending: AbortSignal, details: object = {}): (rows: number) => void {
  const signals = [ending, cancellationSignal()]
  let total = 0
  return (rows) => {
    heartbeat({ ...details, rows: (total += rows) })
    for (const signal of signals) signal.throwIfAborted()
  }
}
