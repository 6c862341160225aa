import { context, diag, trace, type DiagLogger, type Tracer } from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { AlwaysOnSampler, BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { Logger } from 'pino'
import type { Settings } from '../settings/settings.ts'
import { VERSION } from '../version.ts'

/** What makes spans; nothing without an OTLP endpoint. */
export interface Tracing {
  /** Of publishes. The SDK's own settings, as OTEL_TRACES_SAMPLER, say which are sampled. */
  publishes: Tracer
  /** Of attempts: those of sampled publishes, all of them. */
  attempts: Tracer
}

/** Makes no spans. */
const NONE: Tracing = { publishes: trace.getTracer('durahook'), attempts: trace.getTracer('durahook') }

let tracing = NONE

/** What this process makes spans with. */
export const getTracing = (): Tracing => tracing

/**
 * Sends spans to OTEL_EXPORTER_OTLP_ENDPOINT, if that is set: over HTTP, as protobuf. All other OTEL_* variables are the SDK's.
 * What can't be sent is dropped, and the log says so: tracing never holds up a delivery.
 */
export function installTracing(
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }: Settings,
  log: Logger,
): { close(): Promise<void> } {
  if (endpoint === undefined) return { close: async () => {} }
  diag.setLogger(toLog(log))
  const resource = resourceFromAttributes({
    'service.name': process.env['OTEL_SERVICE_NAME'] ?? 'durahook',
    'service.version': VERSION,
  })
  const processor = new BatchSpanProcessor(new OTLPTraceExporter())
  const publishes = new BasicTracerProvider({ resource, spanProcessors: [processor] })
  const attempts = new BasicTracerProvider({
    resource,
    spanProcessors: [processor],
    sampler: new AlwaysOnSampler(),
  })
  tracing = {
    publishes: publishes.getTracer('durahook', VERSION),
    attempts: attempts.getTracer('durahook', VERSION),
  }
  return {
    async close() {
      tracing = NONE
      await publishes.shutdown()
    },
  }
}

/** What the SDK says of its own failures. */
const toLog = (log: Logger): DiagLogger => ({
  error: (message, ...more) => log.warn({ more }, `Traces: ${message}`),
  warn: (message, ...more) => log.warn({ more }, `Traces: ${message}`),
  info() {},
  debug() {},
  verbose() {},
})

const propagator = new W3CTraceContextPropagator()

/** The context that a `traceparent` names; undefined if it is none. https://www.w3.org/TR/trace-context/#traceparent-header */
export function parseTraceparent(traceparent: string | null | undefined) {
  if (!traceparent) return undefined
  const extracted = propagator.extract(
    context.active(),
    { traceparent },
    {
      get: (carrier, key) => (carrier as Record<string, string>)[key],
      keys: (carrier) => Object.keys(carrier as object),
    },
  )
  return trace.getSpanContext(extracted)
}
