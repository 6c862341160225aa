import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import decoder from 'otlp-decoder/build/src/generated/root.js'
import { openHttpServer } from './http-server.ts'

const { ExportTraceServiceRequest } = (decoder as any).opentelemetry.proto.collector.trace.v1

/** A span, as the collector's protocol has it. */
export interface Span {
  name: string
  /** `CLIENT`. */
  kind: string
  traceId: string
  spanId: string
  /** Empty: it is a root. */
  parentSpanId: string
  attributes: Record<string, string | number>
  /** Of the process that made it. */
  resource: Record<string, string | number>
  links: { traceId: string; spanId: string }[]
  events: string[]
  failed: boolean
}

/** Takes traces as the OpenTelemetry Collector does, at its `/v1/traces`. */
export async function openOtlpCollector() {
  const spans: Span[] = []
  const server = await openHttpServer(async (request, response) => {
    const body = await buffer(request)
    const zipped = request.headers['content-encoding'] === 'gzip'
    if (request.url === '/v1/traces') spans.push(...decode(zipped ? gunzipSync(body) : body))
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end()
  })
  return { ...server, spans }
}

function decode(body: Buffer): Span[] {
  const request = ExportTraceServiceRequest.toObject(ExportTraceServiceRequest.decode(body), {
    enums: String,
    longs: Number,
    defaults: true,
  })
  return request.resourceSpans.flatMap(({ resource, scopeSpans }: any) =>
    scopeSpans.flatMap(({ spans }: any) =>
      spans.map((span: any): Span => ({
        name: span.name,
        kind: span.kind.replace('SPAN_KIND_', ''),
        traceId: hex(span.traceId),
        spanId: hex(span.spanId),
        parentSpanId: hex(span.parentSpanId),
        attributes: valuesOf(span.attributes),
        resource: valuesOf(resource.attributes),
        links: span.links.map((link: any) => ({ traceId: hex(link.traceId), spanId: hex(link.spanId) })),
        events: span.events.map(({ name }: any) => name),
        failed: span.status?.code === 'STATUS_CODE_ERROR',
      })),
    ),
  )
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

const valuesOf = (attributes: any[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue || Number(value.intValue)]))
