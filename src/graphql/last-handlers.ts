import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Logger } from 'pino'
import { ulid } from 'ulid'
import { unavailabilityOf } from '../database/unavailability.ts'

/** Answers 404 for unknown paths, in JSON, so that no probe or client mistakes the dashboard's page for an answer. */
export const nothingHere: RequestHandler = ({ method, path }, response) => {
  const message = `There is nothing at ${method} ${path}. The API is at /graphql, its probes at /live and /ready, the dashboard at /.`
  response.status(404).json({ message })
}

/** Answers in JSON when a handler outside of GraphQL fails: 503 if a retry helps, else 500 with the id of the log entry. */
export function createLastError(log: Logger): ErrorRequestHandler {
  return (error: Error & { status?: number }, _request, response, next) => {
    if (response.headersSent) return next(error)
    // The body parser rejected the body.
    if (error.status && error.status < 500)
      return void response.status(error.status).json({ message: error.message })
    const errorId = ulid()
    const unavailability = unavailabilityOf(error)
    if (unavailability) {
      log.warn({ err: error, errorId }, `Postgres is ${unavailability}.`)
      response
        .status(503)
        .set('retry-after', '1')
        .json({ message: 'The database is out of reach. Try again.', errorId })
    } else {
      log.error({ err: error, errorId }, 'unexpected error')
      const message = `Something went wrong inside the server; its log has the details under ${errorId}.`
      response.status(500).json({ message, errorId })
    }
  }
}
