import { DeliveriesNowDocument, TypedDocumentString } from '../generated/operations.ts'
import type { DeliveriesNowQuery, DeliveryNowFragment } from '../generated/operations.ts'

/** Maximum number of deliveries read by id in one operation, as each counts as one request in the API's rate limit. */
export const MAXIMUM_IDS = 20

export type DeliveriesNowAnswer = DeliveriesNowQuery & Record<`d${number}`, DeliveryNowFragment>

/** The operation DeliveriesNow with `count` more deliveries, `d0`, `d1`, …, whose ids are the variables `i0`, `i1`, …. */
export function deliveriesNowDocument(
  count: number,
): TypedDocumentString<DeliveriesNowAnswer, Record<string, string>> {
  const numbers = Array.from({ length: count }, (_, number) => number)
  const variables = numbers.map((number) => `, $i${number}: ID!`).join('')
  const fields = numbers.map((number) => `d${number}: delivery(id: $i${number}) { ...DeliveryNow }`).join(' ')
  const text = DeliveriesNowDocument.toString()
    .replace('($webhookId: ID!)', `($webhookId: ID!${variables})`)
    .replace('webhook(id: $webhookId)', `${fields} webhook(id: $webhookId)`)
  return new TypedDocumentString(text)
}
