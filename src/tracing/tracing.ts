import { context, trace, type Tracer } from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import type { Logger } from 'pino'
import type { Settings } from '../settings/settings.ts'

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
 * Sends spans to OTEL_EXPORTER_OTLP_ENDPOINT, if that is set. What can't be sent is dropped, and the log says so: tracing never holds
 * up a delivery.
 */
export async function installTracing(
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }: Settings,
  log: Logger,
): Promise<{ close(): Promise<void> }> {
  if (endpoint === undefined) return { close: async () => {} }
  // Who sends no traces does not load the SDK.
  const { openSdk } = await import('./open-sdk.ts')
  const sdk = openSdk(log)
  tracing = sdk
  return {
    async close() {
      tracing = NONE
      await sdk.close()
    },
  }
}

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
