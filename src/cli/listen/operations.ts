import { createBatches } from './batches.ts'
import { requireNone, type UserError } from '../../client/request.ts'
import type { Session } from '../session.ts'
import type { ForwardResult } from './forward.ts'
import type { RequestToForward } from './request-to-forward.ts'

/** Opens the listener and gives its requests that wait, the oldest first, and those to come. */
export const LISTEN = /* GraphQL */ `
  subscription ($input: ListenInput!) {
    message: listen(input: $input) {
      listener {
        id
        dialect {
          title
        }
      }
      secret
      request {
        deliveryId
        eventType
        run
        number
        headers {
          name
          value
        }
        body
        timeoutMs
      }
    }
  }
`

/** The variables of LISTEN. */
export interface ListenInput {
  organizationId: string | undefined
  name: string
  forwardTo: string
  eventTypes: string[]
  channelId: string | undefined
  dialect: string | undefined
  secret: string | undefined
}

/** What LISTEN gives: the listener at first, with its secret if it may be shown, and then requests. */
export interface ListenMessage {
  listener: { id: string; dialect: { title: string } }
  secret: string | null
  request: RequestToForward | null
}

const REPORT = /* GraphQL */ `
  mutation ($attempts: [ReportAttemptInput!]!) {
    reported: reportAttempts(attempts: $attempts) {
      userErrors {
        code
        field
        message
      }
    }
  }
`

/** Maximum of attempts in one report. */
const MOST = 20

/**
 * Tells the API how attempts ended; those that end while it is being told go together. Repeating a report changes nothing. The function
 * that it gives throws DurahookError.
 */
export const createReports = (session: Session) =>
  createBatches(MOST, async (ended: readonly Ended[]) => {
    const attempts = ended.map(inputOf)
    const { reported } = await session.tell<{ reported: { userErrors: UserError[] } }>(REPORT, { attempts })
    requireNone(reported.userErrors)
  })

interface Ended {
  request: RequestToForward
  result: ForwardResult
}

const inputOf = ({ request: { deliveryId, run, number }, result: { response, error, latency } }: Ended) => ({
  deliveryId,
  run,
  number,
  latency,
  // Without its end, the answer is a failure as any other: with a kind.
  ...(response && (error === null || error.kind === 'BODY_TRUNCATED')
    ? {
        statusCode: response.statusCode,
        headers: response.headers.slice(0, 200).map(([name, value]) => ({ name, value })),
        bodyBase64: response.body.toString('base64'),
        bodyTruncated: response.truncated,
      }
    : { errorKind: error!.kind, error: error!.message.slice(0, 500) }),
})
