import { trace, type SpanContext, type Tracer } from '@opentelemetry/api'
import type { Logger } from 'pino'
import { endWithin } from '../end-within.ts'
import type { Settings } from '../settings/settings.ts'

/** What makes spans; nothing without an OTLP endpoint. */
export interface Tracing {
  /** Of publishes. The SDK's own settings, as OTEL_TRACES_SAMPLER, say which are sampled. */
  publishes: Tracer
  /** Of attempts: those of sampled publishes, all of them. */
  attempts: Tracer
  /** The context that a `traceparent` names; undefined if it is none. https://www.w3.org/TR/trace-context/#traceparent-header */
  parse(traceparent: string | null | undefined): SpanContext | undefined
}

/** So long a process that ends waits for its last spans to be sent, in milliseconds. */
const CLOSING_MS = 200

const NO_TRACER = trace.getTracer('durahook')

/** Makes no spans. */
const NONE: Tracing = { publishes: NO_TRACER, attempts: NO_TRACER, parse: () => undefined }

let tracing = NONE

/** What this process makes spans with. */
export const getTracing = (): Tracing => tracing

/**
 * Sends spans to OTEL_EXPORTER_OTLP_ENDPOINT, if that is set. What can't be sent is dropped, and the log says so: tracing never holds
 * up a delivery.
 */
export async function installTracing(
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }: Settings,
  log: Logger,
): Promise<{ close(): Promise<void> }> {
  if (endpoint === undefined) return { close: async () => {} }
  // Who sends no traces does not load the SDK: ten megabytes, which the garbage collector would walk.
  const { openSdk } = await import('./open-sdk.ts')
  const sdk = openSdk(log)
  tracing = sdk
  return {
    async close() {
      tracing = NONE
      await endWithin(log, CLOSING_MS, { 'spans to be sent': sdk.close })
    },
  }
}
