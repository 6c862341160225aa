import { Link } from 'wouter'
import { Empty } from '../components/states.tsx'
import type { ReplayUnderWayFragment } from '../generated/operations.ts'
import { paths } from '../paths.ts'
import { ReplayBadge } from '../replays/replay-badge.tsx'
import { ReplayBar } from '../replays/replay-bar.tsx'
import { ReplayConditions } from '../replays/replay-conditions.tsx'
import { Section } from './section.tsx'
import { TemporalLink } from './temporal-link.tsx'

/** The replays of all organizations that have not ended. */
export function ReplayList({ replays }: { replays: readonly ReplayUnderWayFragment[] }) {
  return (
    <Section title="Replays">
      {replays.length === 0 && (
        <Empty title="No replay runs">Those of all organizations are here until they end.</Empty>
      )}
      {replays.map((replay) => (
        <article
          key={replay.id}
          className="card replay"
          aria-label={`Replay ${replay.id}`}
          data-replay={replay.id}
        >
          <div className="replay-head">
            <ReplayBadge status={replay.status} />
            <Link to={paths.deliveries(replay.organization.id, 'replays')}>{replay.organization.name}</Link>
            <ReplayConditions replay={replay} />
            <span className="muted nowrap">
              {replay.ratePerSecond} a second
              {replay.temporalUrl && (
                <>
                  {' · '}
                  <TemporalLink to={replay.temporalUrl}>Workflow</TemporalLink>
                </>
              )}
            </span>
          </div>
          <ReplayBar replay={replay} />
        </article>
      ))}
    </Section>
  )
}
