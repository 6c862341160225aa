import type { ApolloServerPlugin } from '@apollo/server'
import type { RequestHandler, Response } from 'express'
import { Kind, type GraphQLFormattedError, type OperationDefinitionNode } from 'graphql'
import type { Logger } from 'pino'
import type { CallingKey } from '../access/caller.ts'
import { requestsServed } from '../metrics/metrics.ts'

/** At most so many fields and errors of one request are named in its line. */
const MAXIMUM_NAMED = 10

/** Longest name of an operation in its line; clients choose them. */
const MAXIMUM_NAME = 100

/** Logs each request in one line when it has ended: who asked for what, and what came of it. Never arguments or answers. */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const begun = performance.now()
    response.once('close', () => {
      const seconds = (performance.now() - begun) / 1000
      requestsServed.observe(
        {
          http_request_method: request.method,
          http_route: '/graphql',
          http_response_status_code: String(response.statusCode),
        },
        seconds,
      )
      const key = response.locals['apiKey'] as CallingKey | undefined
      log.info(
        {
          ...(response.locals['said'] as object | undefined),
          organizationId: key?.organizationId ?? undefined,
          apiKeyId: key?.id,
          statusCode: response.statusCode,
          // The client was gone before it had all of the answer.
          aborted: !response.writableFinished || undefined,
          bytesIn: Number(request.headers['content-length'] ?? 0),
          bytesOut: Number(response.getHeader('content-length') ?? 0),
          totalMs: Math.round(seconds * 100_000) / 100,
        },
        'request',
      )
    })
    next()
  }
}

/** Notes for the line of a request which operation it is, and which errors it has. */
export const noteOperation: ApolloServerPlugin<{ response: Response }> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ contextValue: { response }, operation, operationName }) {
        note(response, {
          operation: operationName?.slice(0, MAXIMUM_NAME),
          fields: operation && fieldsOf(operation),
        })
      },
      async willSendResponse({ contextValue: { response }, response: { body } }) {
        if (body.kind === 'single') noteErrors(response, body.singleResult.errors)
      },
    }
  },
}

/** Notes the errors of an answer. */
export function noteErrors(response: Response, errors: readonly GraphQLFormattedError[] = []): void {
  if (errors.length === 0) return
  const named = errors.slice(0, MAXIMUM_NAMED).map(({ extensions }) => extensions ?? {})
  const errorIds = named.flatMap(({ errorId }) => (errorId === undefined ? [] : [errorId]))
  note(response, { errors: named.map(({ code }) => code), ...(errorIds.length > 0 && { errorIds }) })
}

const note = ({ locals }: Response, fields: object) =>
  void (locals['said'] = { ...(locals['said'] as object | undefined), ...fields })

/** `mutation publishEvent`; fragments count as one field. */
function fieldsOf({ operation, selectionSet }: OperationDefinitionNode): string {
  const names = selectionSet.selections
    .slice(0, MAXIMUM_NAMED)
    .map((selection) => (selection.kind === Kind.FIELD ? selection.name.value : '…'))
  return `${operation} ${names.join(' ')}`
}
