import { formatDuration } from '../components/time.tsx'
import type { PolicyCheck } from './use-policy-check.ts'

/** When the attempts of a delivery are made that all fail at once. */
export function PolicyTimes({ policy }: { policy: NonNullable<PolicyCheck['retryPolicy']> }) {
  const { times, jitter, timeoutMs, deadlineSeconds } = policy
  return (
    <div className="policy-times">
      <p className="help">
        {times.length === 1 ? 'One attempt and no retry.' : `${times.length} attempts, if all fail at once:`}
      </p>
      <ol aria-label="Times of the attempts">
        {times.map((time, index) => (
          <li key={index}>
            <span className="muted">#{index + 1}</span>{' '}
            {time === 0 ? 'at once' : `after ${formatDuration(time * 1_000)}`}
          </li>
        ))}
      </ol>
      <p className="help">
        {jitter > 0 && `Each delay is up to ${Math.round(jitter * 100)} % longer or shorter. `}
        An attempt may take {formatDuration(timeoutMs)}. None begins later than{' '}
        {formatDuration(deadlineSeconds * 1_000)} after the first.
      </p>
    </div>
  )
}
