/**
 * What a process counts and times. docs/operating.md says how to read it. Names are OpenTelemetry's where those are stable, else
 * `durahook_*`. No label has an id of an organization, a webhook or a delivery: their number would grow without bound.
 */
import type { Pool } from 'pg'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** All metrics of this process. */
export const registry = new Registry()

const registers = [registry]

/** Buckets for what takes milliseconds if all is well, in seconds. */
const FAST = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** Buckets for what receivers may take, in seconds. */
const SLOW = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Deliveries that this process took from the queue: `lane` is how the first attempt is made. */
export const startedDeliveries = new Counter({
  name: 'durahook_deliveries_started_total',
  help: 'Deliveries that were started: their workflow, or in the direct lane their first attempt.',
  labelNames: ['dialect', 'lane'] as const,
  registers,
})

export const attempts = new Counter({
  name: 'durahook_attempts_total',
  help: 'Attempts that this process made and recorded. The log has those of killed workers, as INTERRUPTED, and of listeners too.',
  labelNames: ['outcome', 'error_type', 'trigger'] as const,
  registers,
})

export const firstAttemptDelay = new Histogram({
  name: 'durahook_first_attempt_delay_seconds',
  help: 'Time from storing a delivery to the beginning of its first attempt.',
  buckets: [...FAST, 10, 30, 60, 300, 3600],
  registers,
})

/** https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ */
export const requestsToReceivers = new Histogram({
  name: 'http_client_request_duration_seconds',
  help: 'Duration of requests to receivers.',
  labelNames: ['http_request_method', 'http_response_status_code', 'error_type'] as const,
  buckets: SLOW,
  registers,
})

/** As above. */
export const requestsServed = new Histogram({
  name: 'http_server_request_duration_seconds',
  help: 'Duration of requests to /graphql, until the answer was sent.',
  labelNames: ['http_request_method', 'http_response_status_code', 'http_route'] as const,
  buckets: FAST,
  registers,
})

export const batchDuration = new Histogram({
  name: 'durahook_batch_duration_seconds',
  help: 'Duration of statements for all that came together.',
  labelNames: ['batch'] as const,
  buckets: FAST,
  registers,
})

export const batchSize = new Histogram({
  name: 'durahook_batch_size',
  help: 'How many came together in one statement.',
  labelNames: ['batch'] as const,
  buckets: [1, 2, 5, 10, 20, 50],
  registers,
})

export const claimDuration = new Histogram({
  name: 'durahook_claim_duration_seconds',
  help: 'Duration of claims of deliveries that wait.',
  buckets: FAST,
  registers,
})

export const repaired = new Counter({
  name: 'durahook_reconcile_repaired_total',
  help: 'Differences between Postgres and Temporal that this process found and repaired.',
  labelNames: ['kind'] as const,
  registers,
})

/** A gauge over things of this process that come and go. */
interface Watched<Source> {
  /** Counts it from now on. Returns what ends that. */
  add(source: Source): () => void
}

/** A gauge whose values are read from all that it watches, and added up, when somebody asks. Null: it has ended. */
function gaugeOver<Source>(
  name: string,
  help: string,
  label: string,
  read: (source: Source) => Readonly<Record<string, number>> | null,
): Watched<Source> {
  const sources = new Set<Source>()
  const gauge = new Gauge({
    name,
    help,
    labelNames: [label],
    registers,
    collect() {
      gauge.reset()
      for (const source of sources) {
        const values = read(source)
        if (values === null) sources.delete(source)
        for (const [value, count] of Object.entries(values ?? {})) gauge.inc({ [label]: value }, count)
      }
    },
  })
  return {
    add(source) {
      sources.add(source)
      return () => sources.delete(source)
    },
  }
}

/** The attempts that a worker makes at once, without retries: `used` and `free`. */
export const attemptSlots = gaugeOver<{ slots(): { used: number; free: number } }>(
  'durahook_attempt_slots',
  'How many first attempts this worker makes, and may still begin.',
  'state',
  (quota) => quota.slots(),
)

export const logSubscribers = gaugeOver<{ subscribers(): Readonly<Record<string, number>> }>(
  'durahook_log_subscribers',
  'Subscriptions that follow a log.',
  'log',
  (log) => log.subscribers(),
)

export const connections = gaugeOver<Pool>(
  'durahook_postgres_connections',
  'Connections to Postgres in the pools of this process.',
  'state',
  ({ ended, totalCount, idleCount }) => (ended ? null : { idle: idleCount, used: totalCount - idleCount }),
)

export const connectionsWanted = gaugeOver<Pool>(
  'durahook_postgres_connections_wanted',
  'Statements that wait for a connection.',
  'by',
  ({ ended, waitingCount }) => (ended ? null : { statements: waitingCount }),
)
