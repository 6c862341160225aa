import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { formatTraceparent } from '../tracing/format-traceparent.ts'
import { getTracing } from '../tracing/tracing.ts'

/**
 * Runs a publish in a PRODUCER span: a child of the caller's span, if the request named one. `publish` gets the traceparent to store with the
 * deliveries; null if the span is not sampled. https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
 */
export async function tracePublish<Result>(
  { organizationId, events, caller }: { organizationId: string; events: number; caller: string | undefined },
  publish: (traceparent: string | null) => Promise<Result>,
): Promise<Result> {
  const parent = getTracing().parse(caller)
  const span = getTracing().publishes.startSpan(
    'publish',
    {
      kind: SpanKind.PRODUCER,
      attributes: {
        'messaging.system': 'durahook',
        'messaging.operation.type': 'send',
        'messaging.operation.name': 'publish',
        'messaging.batch.message_count': events,
        'durahook.organization.id': organizationId,
      },
    },
    parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT,
  )
  try {
    return await publish(span.isRecording() ? formatTraceparent(span.spanContext()) : null)
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR })
    throw error
  } finally {
    span.end()
  }
}
