import { TypedDocumentString } from '../generated/operations.ts'
import type {
  DeliveryNowFragment,
  OrganizationDeliveriesNowQuery,
  WebhookDeliveriesNowQuery,
} from '../generated/operations.ts'
import { LOG_DOCUMENTS, type LogScope } from './log-scope.ts'

/** Maximum number of deliveries read by id in one operation, as each counts as one request in the API's rate limit. */
export const MAXIMUM_IDS = 20

export type DeliveriesNowAnswer = Partial<WebhookDeliveriesNowQuery & OrganizationDeliveriesNowQuery> &
  Record<`d${number}`, DeliveryNowFragment>

/** The operation that reads what is PENDING, with `count` more deliveries, `d0`, `d1`, …, whose ids are the variables `i0`, `i1`, …. */
export function deliveriesNowDocument(
  of: LogScope['of'],
  count: number,
): TypedDocumentString<DeliveriesNowAnswer, Record<string, string>> {
  const numbers = Array.from({ length: count }, (_, number) => number)
  const variables = numbers.map((number) => `, $i${number}: ID!`).join('')
  const fields = numbers.map((number) => `d${number}: delivery(id: $i${number}) { ...DeliveryNow }`).join(' ')
  const text = LOG_DOCUMENTS[of].now
    .toString()
    .replace('($scope: ID!) {', `($scope: ID!${variables}) { ${fields}`)
  return new TypedDocumentString(text)
}
