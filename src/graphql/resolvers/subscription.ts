import { CursorAhead, CursorExpired } from '../../log/live-log.ts'
import { completeSince } from '../../log/log-floor.ts'
import type { FollowScope } from '../../log/read-log.ts'
import { decodeLogCursor, encodeLogCursor } from '../../log/log-position.ts'
import { organizationOf, type ApiContext } from '../context.ts'
import { badInput, cursorAhead, cursorExpired } from '../errors.ts'
import type { SubscriptionResolvers } from '../generated/schema.ts'
import type { Replay } from '../../replay/replay.ts'
import { followListener } from './listening.ts'
import { loadReplay } from './replay.ts'
import { loadWebhook } from './webhook.ts'

export const Subscription: SubscriptionResolvers = {
  listen: {
    async subscribe(_, { input }, context) {
      return followListener(context, input)
    },
  },
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
  replayProgress: {
    async subscribe(_, { id }, context) {
      return followReplay(context, await loadReplay(context, id))
    },
  },
}

async function* follow(
  { liveLog, signal, database }: ApiContext,
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
    if (error instanceof CursorAhead) throw cursorAhead(encodeLogCursor(error.resumeAfter))
    if (error instanceof CursorExpired)
      throw cursorExpired(encodeLogCursor(error.resumeAfter), await completeSince(database, scope))
    throw error
  }
}

async function* followReplay({ followReplays, signal }: ApiContext, replay: Replay) {
  for await (const replayProgress of followReplays.follow(replay, signal)) yield { replayProgress } as never
}
