import { Link } from 'wouter'
import { Badge } from '../components/badge.tsx'
import { shortId } from '../components/short.ts'
import { Empty } from '../components/states.tsx'
import { Time } from '../components/time.tsx'
import type { SweepRowFragment } from '../generated/operations.ts'
import { paths } from '../paths.ts'
import { Age } from './age.tsx'
import { Section } from './section.tsx'
import { SWEEP_KINDS } from './sweep-kinds.ts'

/** What comparing Postgres with Temporal found and repaired. */
export function SweepTable({
  sweeps,
  lastSweepAt,
}: {
  sweeps: readonly SweepRowFragment[]
  lastSweepAt: string | null
}) {
  const last = lastSweepAt ? (
    <>
      Last compared <Age at={lastSweepAt} /> ago
    </>
  ) : (
    'Not compared yet'
  )
  return (
    <Section title="What the sweep found" aside={last}>
      {sweeps.length === 0 ? (
        <Empty title="Nothing had to be repaired">Postgres and Temporal have agreed so far.</Empty>
      ) : (
        <div className="table-scroll">
          <table>
            <thead>
              <tr>
                <th>What was repaired</th>
                <th>Time</th>
              </tr>
            </thead>
            <tbody>
              {sweeps.map(({ at, findings }) => (
                <tr key={at} data-sweep={at}>
                  <td>
                    {findings.map((finding) => (
                      <FindingLine key={finding.kind} finding={finding} />
                    ))}
                  </td>
                  <td className="nowrap muted" data-label="Time">
                    <Time at={at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}

function FindingLine({
  finding: { kind, count, deliveries },
}: {
  finding: SweepRowFragment['findings'][number]
}) {
  const [tone, word, meaning] = SWEEP_KINDS[kind]
  const more = count - deliveries.length
  return (
    <div className="notice-line finding">
      <span>
        <Badge tone={tone}>{word}</Badge>
      </span>
      <div>
        <p>
          {count} {count === 1 ? 'delivery' : 'deliveries'}. {meaning}
        </p>
        <p className="notice-links">
          {deliveries.map(({ id, organizationId }) =>
            organizationId ? (
              <Link key={id} to={paths.delivery(organizationId, id)} title={id}>
                {shortId(id)}
              </Link>
            ) : (
              <span key={id} className="muted" title={`${id} is no longer there`}>
                {shortId(id)}
              </span>
            ),
          )}
          {more > 0 && <span className="muted">and {more} more</span>}
        </p>
      </div>
    </div>
  )
}
