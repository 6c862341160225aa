import type { Problem } from '../../client/index.ts'
import { requireNone } from '../../client/request.ts'
import type { ForwardResult } from './forward.ts'
import type { RequestToForward } from './request-to-forward.ts'
import type { Session } from '../session.ts'

// docs/decisions/0024 describes these two operations, and the schema does not have them yet: what has to be adjusted to it is all here.

/** Makes or finds the listener and gives its deliveries that wait, the oldest first, and those to come. */
export const LISTEN = /* GraphQL */ `
  subscription ($organizationId: ID, $uid: ID!, $eventTypes: [String!]!, $channelId: ID) {
    request: listen(
      organizationId: $organizationId
      uid: $uid
      eventTypes: $eventTypes
      channelId: $channelId
    ) {
      attemptId
      eventType
      headers {
        name
        value
      }
      body
      timeoutMs
    }
  }
`

/** The variables of LISTEN. */
export interface Listener {
  organizationId: string | undefined
  uid: string
  eventTypes: string[]
  channelId: string | undefined
}

const REPORT = /* GraphQL */ `
  mutation ($input: ReportAttemptInput!) {
    reported: reportAttempt(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`

/** Tells the API how an attempt ended. Repeating it changes nothing. @throws DurahookError */
export async function reportAttempt(
  session: Session,
  { attemptId }: RequestToForward,
  { response, error, latency }: ForwardResult,
): Promise<void> {
  const { reported } = await session.tell<{ reported: { userErrors: Problem[] } }>(REPORT, {
    input: {
      attemptId,
      statusCode: response?.statusCode ?? null,
      responseHeaders: response?.headers.map(([name, value]) => ({ name, value })) ?? [],
      responseBodyBase64: response?.body.toString('base64') ?? null,
      responseBodyTruncated: response?.truncated ?? false,
      errorKind: error?.kind ?? null,
      error: error?.message ?? null,
      latency,
    },
  })
  requireNone(reported.userErrors)
}
