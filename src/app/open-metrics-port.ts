import { once } from 'node:events'
import { createServer } from 'node:http'
import express from 'express'
import { collectDefaultMetrics } from 'prom-client'
import type { Logger } from 'pino'
import { endWithin } from '../end-within.ts'
import { registry } from '../metrics/metrics.ts'
import { watchNeeds } from '../probes/watch-needs.ts'
import { observeTables } from '../operating/observe-tables.ts'
import { createProbes } from '../probes/routes.ts'
import type { Readiness } from '../probes/readiness.ts'
import type { Settings } from '../settings/settings.ts'
import { findFreePorts, LOOPBACK } from '../stack/ports.ts'
import { openDatabase } from './open-database.ts'

/** In milliseconds. */
const CLOSING_MS = 200

/** Where, on this machine, the native part of Temporal's SDK is to serve its metrics: null if nobody asks for any. */
export async function temporalMetricsAddress({ METRICS_PORT }: Settings): Promise<string | null> {
  if (METRICS_PORT === undefined) return null
  const [free] = await findFreePorts(1)
  return `${LOOPBACK}:${free}`
}

export interface MetricsPortOptions {
  settings: Settings
  databaseUrl: string
  log: Logger
  /** What this process does. */
  parts: readonly Readiness[]
  /** As temporalMetricsAddress gave it. */
  temporalMetrics: string | null
}

/**
 * Serves metrics and probes of this process at METRICS_PORT, if that is set. Rejects if the port is taken.
 */
export async function openMetricsPort({
  settings,
  databaseUrl,
  log,
  parts,
  temporalMetrics,
}: MetricsPortOptions): Promise<{ close(): Promise<void> }> {
  if (settings.METRICS_PORT === undefined) return { close: async () => {} }
  // A connection of its own: what is asked here must not wait for what it measures.
  const database = await openDatabase(databaseUrl, 1, {
    statement_timeout: "'20s'",
    lock_timeout: "'2s'",
    idle_in_transaction_session_timeout: "'5s'",
  })
  // Of Node and the process. It listens to the garbage collector, so only where somebody asks.
  collectDefaultMetrics({ register: registry })
  observeTables(database, settings)
  watchNeeds(parts)
  const app = express().disable('x-powered-by').disable('etag')
  app.use(createProbes(parts, { reasons: true }))
  app.get('/metrics', async (_request, response) => {
    const texts = await Promise.all([
      registry.metrics(),
      temporalMetrics === null ? '' : metricsAt(temporalMetrics, log),
    ])
    response.set('content-type', registry.contentType).send(texts.join('\n'))
  })
  app.use((_request, response) => {
    response.status(404).json({ message: 'Metrics are at /metrics, probes at /live and /ready.' })
  })
  const server = createServer(app).listen(settings.METRICS_PORT, settings.HOST)
  await once(server, 'listening')
  log.info({ host: settings.HOST, port: settings.METRICS_PORT }, 'Metrics and probes are served.')
  return {
    async close() {
      server.close()
      server.closeAllConnections()
      // It may be in the middle of reading the tables.
      await endWithin(log, CLOSING_MS, { 'what the metrics read': () => database.close() })
    },
  }
}

/** What is served there; nothing if that fails: all else is worth more. */
async function metricsAt(address: string, log: Logger): Promise<string> {
  try {
    const response = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(1_000) })
    return await response.text()
  } catch (error) {
    log.warn({ err: error }, "Metrics of Temporal's SDK could not be read.")
    return ''
  }
}
