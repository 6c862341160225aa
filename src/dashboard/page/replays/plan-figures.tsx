import { formatDuration, Time } from '../components/time.tsx'
import type { Plan } from './use-plan.ts'

/** What a replay would send, before it is started. */
export function PlanFigures({ plan }: { plan: Plan | null }) {
  const { matched, exact, oldest, newest, seconds } = plan ?? {}
  return (
    <dl className="plan-figures" aria-live="polite" data-testid="plan">
      <div>
        <dt>Deliveries</dt>
        <dd>
          <strong>{matched === undefined ? '…' : `${exact ? '' : 'more than '}${count(matched)}`}</strong>
        </dd>
      </div>
      <div>
        <dt>Oldest</dt>
        <dd>{oldest ? <Time at={oldest} /> : '–'}</dd>
      </div>
      <div>
        <dt>Newest</dt>
        <dd>{newest ? <Time at={newest} /> : '–'}</dd>
      </div>
      <div>
        <dt>It takes</dt>
        <dd>
          {seconds === undefined ? '…' : `${exact ? '' : 'more than '}${formatDuration(seconds * 1000)}`}
        </dd>
      </div>
    </dl>
  )
}

/** `12,345`. */
export const count = (value: number): string => value.toLocaleString()
