import { diag, ROOT_CONTEXT, trace, type DiagLogger } from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { AlwaysOnSampler, BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { Logger } from 'pino'
import { VERSION } from '../version.ts'
import type { Tracing } from './tracing.ts'

/** Sends spans over HTTP, as protobuf. Where to and all else is in OTEL_* variables. */
export function openSdk(log: Logger): Tracing & { close(): Promise<void> } {
  diag.setLogger(toLog(log))
  const resource = resourceFromAttributes({ 'service.name': 'durahook', 'service.version': VERSION }).merge(
    detectResources({ detectors: [envDetector] }),
  )
  const spanProcessors = [new BatchSpanProcessor(new OTLPTraceExporter())]
  const publishes = new BasicTracerProvider({ resource, spanProcessors })
  const attempts = new BasicTracerProvider({ resource, spanProcessors, sampler: new AlwaysOnSampler() })
  return {
    publishes: publishes.getTracer('durahook', VERSION),
    attempts: attempts.getTracer('durahook', VERSION),
    parse: parseTraceparent,
    close: () => publishes.shutdown(),
  }
}

/** What the SDK says of its own failures. They are the error of one warning, so that those that go on are not said each time. */
const toLog = (log: Logger): DiagLogger => ({
  error: (message, ...more) => log.warn({ err: { message }, more }, 'Traces can not be sent.'),
  warn: (message, ...more) => log.warn({ err: { message }, more }, 'Traces: a warning of OpenTelemetry.'),
  info() {},
  debug() {},
  verbose() {},
})

const propagator = new W3CTraceContextPropagator()

const parseTraceparent: Tracing['parse'] = (traceparent) => {
  if (!traceparent) return undefined
  const extracted = propagator.extract(
    ROOT_CONTEXT,
    { traceparent },
    {
      get: (carrier, key) => (carrier as Record<string, string>)[key],
      keys: (carrier) => Object.keys(carrier as object),
    },
  )
  return trace.getSpanContext(extracted)
}
