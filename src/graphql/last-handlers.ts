import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Logger } from 'pino'
import { ulid } from 'ulid'
import { unavailabilityOf } from '../database/unavailability.ts'

/** Answers for every path at which nothing is: in JSON, so that no probe and no client takes a page for an answer. */
export const nothingHere: RequestHandler = ({ method, path }, response) => {
  const message = `There is nothing at ${method} ${path}. The API is at /graphql, its health at /health, the dashboard at /.`
  response.status(404).json({ message })
}

/** Answers in JSON where a handler outside of GraphQL failed: 503 where trying again helps, else 500 with the log's id. */
export function createLastError(log: Logger): ErrorRequestHandler {
  return (error: Error & { status?: number }, _request, response, next) => {
    if (response.headersSent) return next(error)
    // What the body parser says of a bad body.
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
