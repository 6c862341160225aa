import type { FiguresFragment, TypedDocumentString } from '../generated/operations.ts'
import { Failed } from '../components/states.tsx'
import { formatMs } from '../components/time.tsx'
import { OutcomeChart } from './outcome-chart.tsx'
import { RANGES, useRangeInUrl } from './range-in-url.ts'
import { useLiveFigures, type LiveRows } from './use-live-figures.ts'

/** The chart of a log, with its figures and a choice of the time range. */
export function LiveChart<Result, Variables extends { minutes: number }>({
  document,
  variables,
  statisticsOf,
  live,
}: {
  document: TypedDocumentString<Result, Variables>
  variables: Omit<Variables, 'minutes'>
  statisticsOf: (data: Result) => FiguresFragment
  live: LiveRows
}) {
  const [minutes, setMinutes] = useRangeInUrl()
  const { query, figures } = useLiveFigures(
    document,
    { ...variables, minutes } as Variables,
    statisticsOf,
    live,
  )
  if (!figures && query.error) return <Failed error={query.error} retry={query.reload} />
  return (
    <section className="live-chart" aria-label="Outcomes and latency">
      <div className="live-chart-bar">
        <p className="figures">
          <strong data-testid="chart-attempts">{figures?.attempts ?? '–'}</strong> attempts
          <span className="sep">·</span>
          <strong className="good-text">{figures?.succeeded ?? '–'}</strong> succeeded
          <span className="sep">·</span>
          <strong className={figures?.failed ? 'bad-text' : ''}>{figures?.failed ?? '–'}</strong> failed
          <span className="sep">·</span>
          p50 <strong>{formatMs(figures?.p50Ms)}</strong>
          <span className="sep">·</span>
          p99 <strong>{formatMs(figures?.p99Ms)}</strong>
        </p>
        <RangeChoice minutes={minutes} onChange={setMinutes} />
      </div>
      {figures ? <OutcomeChart figures={figures} /> : <div className="chart-space" />}
    </section>
  )
}

/** Chooses the time range of a chart. */
export function RangeChoice({ minutes, onChange }: { minutes: number; onChange(minutes: number): void }) {
  return (
    <div className="range" role="group" aria-label="Time shown">
      {RANGES.map(([value, label]) => (
        <button key={value} type="button" aria-pressed={value === minutes} onClick={() => onChange(value)}>
          {label}
        </button>
      ))}
    </div>
  )
}
