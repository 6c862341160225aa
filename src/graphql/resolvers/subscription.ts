import { CursorAhead } from '../../log/live-log.ts'
import type { FollowScope } from '../../log/read-log.ts'
import { decodeLogCursor, encodeLogCursor } from '../../log/log-position.ts'
import { organizationOf, type ApiContext } from '../context.ts'
import { badInput, cursorAhead } from '../errors.ts'
import type { SubscriptionResolvers } from '../generated/schema.ts'
import { loadWebhook } from './webhook.ts'

export const Subscription: SubscriptionResolvers = {
  deliveryLog: {
    async subscribe(_, { webhookId, after }, context) {
      const { id } = await loadWebhook(context, webhookId)
      return follow(context, { webhookId: id }, after, 'deliveryLog')
    },
  },
  organizationDeliveryLog: {
    async subscribe(_, { organizationId, after }, context) {
      const { id } = await organizationOf(context, organizationId)
      return follow(context, { organizationId: id }, after, 'organizationDeliveryLog')
    },
  },
}

async function* follow(
  { liveLog, signal }: ApiContext,
  scope: FollowScope,
  after: string | null | undefined,
  field: string,
) {
  const position = after == null ? null : decodeLogCursor(after)
  if (after != null && !position)
    throw badInput(
      '"after" is not a cursor of a delivery log. Use a cursor the log gave, or "" for its start.',
    )
  try {
    for await (const attempt of liveLog.follow(scope, position, signal))
      yield { [field]: { cursor: encodeLogCursor(attempt), node: attempt } } as never
  } catch (error) {
    throw error instanceof CursorAhead ? cursorAhead(encodeLogCursor(error.resumeAfter)) : error
  }
}
