import { ROOT_CONTEXT, SpanKind, SpanStatusCode, type Span } from '@opentelemetry/api'
import type { BegunAttempt } from './begin-attempt.ts'
import type { SendResult } from './judge-answer.ts'
import { formatTraceparent } from '../tracing/format-traceparent.ts'
import { getTracing } from '../tracing/tracing.ts'

/** The span of one attempt. */
export interface AttemptSpan {
  /** For the receiver; null if the attempt is not traced. */
  traceparent: string | null
  traceId: string | undefined
  end(result: SendResult, finishedAt: Date): void
}

const NO_SPAN: AttemptSpan = { traceparent: null, traceId: undefined, end() {} }

/**
 * Starts the CLIENT span of an attempt whose publish was sampled: the root of a trace, linked to the publish, which may have been a day ago.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span
 */
export function startAttemptSpan(deliveryId: string, attempt: BegunAttempt, startedAt: Date): AttemptSpan {
  const published = getTracing().parse(attempt.traceparent)
  if (!published) return NO_SPAN
  const { protocol, hostname, port } = new URL(attempt.url)
  const span = getTracing().attempts.startSpan(
    'POST',
    {
      kind: SpanKind.CLIENT,
      startTime: startedAt,
      links: [{ context: published }],
      attributes: {
        'http.request.method': 'POST',
        // Without its path, which may hold a token.
        'url.scheme': protocol.slice(0, -1),
        'server.address': hostname,
        'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
        ...(attempt.number > 1 && { 'http.request.resend_count': attempt.number - 1 }),
        'durahook.organization.id': attempt.organizationId,
        'durahook.webhook.id': attempt.webhookId,
        'durahook.delivery.id': deliveryId,
        'durahook.event.id': attempt.eventId,
        'durahook.event.type': attempt.eventType,
        'durahook.attempt.trigger': attempt.trigger,
      },
    },
    ROOT_CONTEXT,
  )
  if (!span.isRecording()) return NO_SPAN
  return {
    traceparent: formatTraceparent(span.spanContext()),
    traceId: span.spanContext().traceId,
    end(result, finishedAt) {
      addPhases(span, result, startedAt)
      if (result.response) span.setAttribute('http.response.status_code', result.response.statusCode)
      const errorType =
        result.error?.kind ?? (isError(result) ? String(result.response!.statusCode) : undefined)
      if (errorType) {
        span.setAttribute('error.type', errorType)
        span.setStatus({ code: SpanStatusCode.ERROR })
      }
      span.end(finishedAt)
    },
  }
}

const isError = ({ response }: SendResult) => response !== null && response.statusCode >= 400

/** The ends of the phases, as events: those that there were. */
function addPhases(span: Span, { latency }: SendResult, startedAt: Date): void {
  let ms = 0
  for (const [name, took] of [
    ['dns', latency.dnsMs],
    ['connect', latency.connectMs],
    ['tls', latency.tlsMs],
    ['first byte', latency.firstByteMs],
  ] as const) {
    if (took === null) continue
    ms = name === 'first byte' ? took : ms + took
    span.addEvent(name, { 'durahook.phase.ms': took }, startedAt.getTime() + ms)
  }
}
