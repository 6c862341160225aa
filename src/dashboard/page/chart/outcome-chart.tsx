import { useId, useState } from 'react'
import type { FiguresFragment } from '../generated/operations.ts'
import { formatMs } from '../components/time.tsx'
import type { Bucket } from './buckets.ts'

/** Sizes in SVG units; the chart is stretched to the width of its container. */
const WIDTH = 600
const BARS = 56
const LINES = 36
const GAP = 10
const HEIGHT = BARS + GAP + LINES
const LEAST_FAILED = 5

/** Outcomes as stacked bars, and below them latency: the median as a line, the 99th percentile as a thin one. */
export function OutcomeChart({ figures }: { figures: FiguresFragment }) {
  const { buckets } = figures
  const [hovered, setHovered] = useState<number | null>(null)
  const titleId = useId()
  const step = WIDTH / Math.max(1, buckets.length)
  const most = Math.max(1, ...buckets.map(({ succeeded, failed }) => succeeded + failed))
  const slowest = Math.max(1, ...buckets.map(({ p99Ms }) => p99Ms ?? 0))
  const y = (ms: number) => BARS + GAP + LINES - (ms / slowest) * (LINES - 2) - 1
  return (
    <figure className="chart">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-labelledby={titleId}
        onPointerMove={({ currentTarget, clientX }) => {
          const { left, width } = currentTarget.getBoundingClientRect()
          setHovered(
            Math.max(
              0,
              Math.min(buckets.length - 1, Math.floor(((clientX - left) / width) * buckets.length)),
            ),
          )
        }}
        onPointerLeave={() => setHovered(null)}
      >
        <title id={titleId}>{describe(figures)}</title>
        <line className="axis" x1="0" x2={WIDTH} y1={BARS} y2={BARS} />
        <line className="axis" x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
        {buckets.map(({ start, succeeded, failed }, index) => {
          // One failure among thousands is seen: its bar is as high as it is wide, or so.
          const failedHeight = failed === 0 ? 0 : Math.max((failed / most) * (BARS - 4), LEAST_FAILED)
          const goodHeight = Math.min((succeeded / most) * (BARS - 4), BARS - 4 - failedHeight)
          return (
            <g key={start} className={index === hovered ? 'bucket hovered' : 'bucket'}>
              <rect className="hover" x={index * step} y="0" width={step} height={HEIGHT} />
              <rect
                className="succeeded"
                x={index * step + step * 0.15}
                width={step * 0.7}
                y={BARS - goodHeight}
                height={goodHeight}
              />
              <rect
                className="failed"
                x={index * step + step * 0.15}
                width={step * 0.7}
                y={BARS - goodHeight - failedHeight}
                height={failedHeight}
              />
            </g>
          )
        })}
        <path className="p99" d={linePath(buckets, step, (bucket) => bucket.p99Ms, y)} />
        <path className="p50" d={linePath(buckets, step, (bucket) => bucket.p50Ms, y)} />
      </svg>
      <figcaption>
        <span className="legend">
          <i className="key succeeded" /> succeeded <i className="key failed" /> failed{' '}
          <i className="key p50" /> p50 <i className="key p99" /> p99, up to{' '}
          {formatMs(slowest === 1 ? null : slowest)}
        </span>
        <span className="hovered-text">
          {hovered !== null && buckets[hovered] ? describeBucket(buckets[hovered]) : spanOf(buckets)}
        </span>
      </figcaption>
    </figure>
  )
}

/** A line through the buckets that have a value, with gaps at those without; a single value becomes a short dash. */
function linePath(
  buckets: readonly Bucket[],
  step: number,
  valueOf: (bucket: Bucket) => number | null,
  y: (ms: number) => number,
): string {
  return buckets
    .map((bucket, index) => {
      const value = valueOf(bucket)
      if (value === null) return ''
      const x = (index + 0.5) * step
      const before = index > 0 ? valueOf(buckets[index - 1]!) : null
      const after = index < buckets.length - 1 ? valueOf(buckets[index + 1]!) : null
      if (before !== null) return `L${x} ${y(value)}`
      return after === null ? `M${x - step * 0.35} ${y(value)}h${step * 0.7}` : `M${x} ${y(value)}`
    })
    .join('')
}

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  day: 'numeric',
  month: 'short',
})

function spanOf(buckets: readonly Bucket[]): string {
  const [first] = buckets
  return first ? `since ${clock.format(new Date(first.start))}` : ''
}

function describeBucket({ start, succeeded, failed, p50Ms, p99Ms }: Bucket): string {
  return `${clock.format(new Date(start))}: ${succeeded} succeeded, ${failed} failed, p50 ${formatMs(p50Ms)}, p99 ${formatMs(p99Ms)}`
}

function describe({ attempts, succeeded, failed, p50Ms, p99Ms }: FiguresFragment): string {
  return `${attempts} attempts: ${succeeded} succeeded, ${failed} failed; median ${formatMs(p50Ms)}, 99th percentile ${formatMs(p99Ms)}`
}
