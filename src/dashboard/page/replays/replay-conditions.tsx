import { deliveryWord } from '../components/badge.tsx'
import { ERROR_KINDS } from '../components/error-kinds.ts'
import { shortUrl } from '../components/shown-url.ts'
import { Time } from '../components/time.tsx'
import type { Replay } from './use-replay.ts'

type Conditions = Pick<
  Replay,
  'webhook' | 'since' | 'until' | 'statuses' | 'eventTypes' | 'statusCodes' | 'errorKinds' | 'includeMissed'
>

/** What a replay is of, in a line. */
export function ReplayConditions({ replay }: { replay: Conditions }) {
  const { webhook, since, until, statuses, eventTypes, statusCodes, errorKinds, includeMissed } = replay
  const words = [
    ...statuses.map((status) => deliveryWord(status).toLowerCase()),
    ...(includeMissed ? ['missed'] : []),
  ].join(', ')
  const more = [
    ...eventTypes,
    ...statusCodes.map(String),
    ...errorKinds.map((kind) => ERROR_KINDS[kind].toLowerCase()),
  ]
  return (
    <span className="conditions">
      {[capital(words), webhook ? shortUrl(webhook.url) : 'all webhooks', ...more].join(' · ')} ·{' '}
      <span className="nowrap">
        <Time at={since} /> – <Time at={until} />
      </span>
    </span>
  )
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
