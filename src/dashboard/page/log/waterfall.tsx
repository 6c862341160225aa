import type { DeliveryDetailQuery } from '../generated/operations.ts'
import { formatMs } from '../components/time.tsx'

type Latency = DeliveryDetailQuery['delivery']['attempts']['nodes'][number]['latency']

/** The phases of one request, each drawn from where the previous one ended. A reused connection skips the first three. */
export function Waterfall({ latency }: { latency: Latency }) {
  const { dnsMs, connectMs, tlsMs, firstByteMs, totalMs } = latency
  const known = (dnsMs ?? 0) + (connectMs ?? 0) + (tlsMs ?? 0) + (firstByteMs ?? 0)
  const phases: [name: string, ms: number | null, className: string][] = [
    ['Name look-up', dnsMs, 'dns'],
    ['Connection', connectMs, 'connect'],
    ['TLS', tlsMs, 'tls'],
    ['First byte', firstByteMs, 'wait'],
    ['Rest', firstByteMs === null ? null : Math.max(0, totalMs - known), 'rest'],
  ]
  let start = 0
  return (
    <dl className="waterfall">
      {phases.map(([name, ms, className]) => {
        const left = start
        start += ms ?? 0
        return (
          <div key={name} className="phase">
            <dt>{name}</dt>
            <dd>
              <span className="track" aria-hidden="true">
                {ms !== null && (
                  <span
                    className={`bar ${className}`}
                    style={{ left: percent(left, totalMs), width: `max(2px, ${percent(ms, totalMs)})` }}
                  />
                )}
              </span>
              <span className="ms">{ms === null ? 'none' : formatMs(ms)}</span>
            </dd>
          </div>
        )
      })}
      <div className="phase total">
        <dt>Total</dt>
        <dd>
          <span className="track" aria-hidden="true" />
          <span className="ms">{formatMs(totalMs)}</span>
        </dd>
      </div>
    </dl>
  )
}

const percent = (part: number, whole: number) => `${whole > 0 ? Math.min(100, (part / whole) * 100) : 0}%`
