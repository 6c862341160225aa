import type { Replay } from './use-replay.ts'
import { count } from './plan-figures.tsx'

/** How far a replay is: delivered, failed, under way, and what was not to be sent any more. */
export function ReplayBar({ replay }: { replay: Replay }) {
  const { status, matched, counted, delivered, failed, skipped, queued, givenBack } = replay
  const ended = delivered + failed + skipped
  const underWay = Math.max(0, queued - givenBack - delivered - failed)
  const parts = [
    ['delivered', delivered],
    ['failed', failed],
    ['skipped', skipped],
    ['queued', underWay],
  ] as const
  const said = [
    `${count(ended)} of ${count(matched)}${counted ? '' : '+'}`,
    `${count(delivered)} delivered`,
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(underWay > 0
      ? [`${count(underWay)} ${status === 'CANCELED' ? 'left under way' : 'being sent'}`]
      : []),
    ...(skipped > 0 ? [`${count(skipped)} left out`] : []),
    ...(givenBack > 0 ? [`${count(givenBack)} given back`] : []),
  ]
  return (
    <>
      <div
        className="replay-bar"
        role="progressbar"
        aria-label="Replay"
        aria-valuemin={0}
        aria-valuemax={Math.max(matched, 1)}
        aria-valuenow={ended}
        aria-valuetext={said.join(', ')}
      >
        {parts.map(([name, part]) => (
          <span
            key={name}
            className={name}
            style={{ width: `${matched > 0 ? (part / matched) * 100 : 0}%` }}
          />
        ))}
      </div>
      <p className="replay-figures" data-testid="replay-figures">
        {said.map((text, index) => (
          <span key={text.replace(/[\d,.]+/g, '')}>
            {index > 0 && <span className="sep">·</span>}
            <span className={partClass(text)}>{text}</span>
          </span>
        ))}
      </p>
    </>
  )
}

const partClass = (text: string) =>
  text.endsWith(' delivered') ? 'good-text' : text.endsWith(' failed') ? 'bad-text' : ''
