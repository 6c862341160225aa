import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { divideConnections } from '../database/database.ts'
import { listen as listenToPostgres } from '../database/listen.ts'
import { WAKE } from '../database/notify.ts'
import { endWithin } from '../end-within.ts'
import type { ApiServices, Services } from './context.ts'
import { createHttpHandler, REQUESTS_END_MS } from './http.ts'
import { createLastError, nothingHere } from './last-handlers.ts'
import { createAnswerPace } from './limits/answer-pace.ts'
import { createRateLimits } from './limits/rate-limits.ts'
import { createReadSlots, readSlotsOf } from './limits/read-slots.ts'
import { createTurns } from './limits/turns.ts'
import { createSchema } from './schema.ts'
import { createDashboard } from '../dashboard/serve-dashboard.ts'
import { createGraphiql } from '../dashboard/serve-graphiql.ts'
import { needsNotifications, needsPostgres } from '../probes/needs.ts'
import { createProbes } from '../probes/routes.ts'
import { createReadiness, type Readiness } from '../probes/readiness.ts'
import { createSessionRoutes } from '../access/session-routes.ts'
import { createWebSocketEndpoint } from './websocket.ts'

export interface Api {
  port: number
  /** Whether it can serve requests. */
  readiness: Readiness
  /** Accepts no new connections, ends subscriptions and waits for requests under way, for 3.5 s at the most. */
  close(): Promise<void>
}

/** Starts the GraphQL API over HTTP and WebSocket. Port 0 means any free port. Rejects if the port is in use. */
export async function startApi(given: Services, databaseUrl: string): Promise<Api> {
  const services: ApiServices = {
    ...given,
    rateLimits: createRateLimits(given.settings),
    readSlots: createReadSlots(readSlotsOf(divideConnections(given.settings.DATABASE_POOL_SIZE).others)),
    turns: createTurns(),
    answerPace: createAnswerPace(given.settings.REQUESTS_PER_MINUTE),
  }
  const { settings, log, liveLog, operationalLog, listenerNews } = services
  const listener = await listenToPostgres(
    databaseUrl,
    [WAKE.log, WAKE.told, WAKE.keys, WAKE.backlog, WAKE.relay],
    log,
  )
  listener.on(WAKE.log, liveLog.wake)
  listener.on(WAKE.told, operationalLog.wake)
  listener.on(WAKE.log, listenerNews.wake)
  listener.on(WAKE.relay, listenerNews.wakeAll)
  listener.on(WAKE.backlog, (backlogs) => backlogs && services.publishPace.hear(backlogs))
  const readiness = createReadiness([needsPostgres(services.database), needsNotifications(listener)])
  const schema = createSchema()
  const app = express().disable('x-powered-by').disable('etag') // computing an ETag reads the whole answer
  const server = createServer(app)
  const http = await createHttpHandler(services, schema, server)
  app.use(createProbes([readiness], { reasons: false }))
  if (!settings.PRODUCTION) app.use(createGraphiql(log))
  app.use('/graphql', http.handler)
  app.use('/session', createSessionRoutes(services))
  app.use(await createDashboard(settings))
  app.use(nothingHere)
  app.use(createLastError(log))

  server.listen(settings.PORT, settings.HOST)
  try {
    await once(server, 'listening')
  } catch (error) {
    await listener.close()
    throw error
  }
  // Only after listening succeeded, since graphql-ws writes the server's errors to stderr.
  const subscriptions = createWebSocketEndpoint(services, schema, server)
  listener.on(WAKE.keys, subscriptions.keysRevoked)
  return {
    port: (server.address() as AddressInfo).port,
    readiness,
    async close() {
      readiness.end()
      server.close() // accepts no new connections from here on
      await endWithin(log, REQUESTS_END_MS + 500, {
        'WebSocket clients': () => subscriptions.close(),
        'requests under way': () => http.close(),
        "Postgres's listening connection": () => listener.close(),
      })
    },
  }
}
