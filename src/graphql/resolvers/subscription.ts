import { CursorAhead, CursorExpired, type LiveLog } from '../../log/live-log.ts'
import { completeSince } from '../../log/log-floor.ts'
import type { FollowScope } from '../../log/read-log.ts'
import { decodeLogCursor, encodeLogCursor, type LogPosition } from '../../log/log-position.ts'
import { operationalCompleteSince } from '../../operational-events/read-operational-events.ts'
import { organizationOf, organizationOrOperator, type ApiContext } from '../context.ts'
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
      return followDeliveries(context, { webhookId: id }, after, 'deliveryLog')
    },
  },
  organizationDeliveryLog: {
    async subscribe(_, { organizationId, after }, context) {
      const { id } = await organizationOf(context, organizationId)
      return followDeliveries(context, { organizationId: id }, after, 'organizationDeliveryLog')
    },
  },
  operationalEvents: {
    async subscribe(_, { organizationId, after }, context) {
      const organization = await organizationOrOperator(context, organizationId)
      const scope = { organizationId: organization?.id ?? null }
      return follow(context, context.operationalLog, scope, after, {
        field: 'operationalEvents',
        log: 'log of operational events',
        completeSince: () => operationalCompleteSince(context.database, scope),
      })
    },
  },
  replayProgress: {
    async subscribe(_, { id }, context) {
      return followReplay(context, await loadReplay(context, id))
    },
  },
}

function followDeliveries(
  context: ApiContext,
  scope: FollowScope,
  after: string | null | undefined,
  field: string,
) {
  return follow(context, context.liveLog, scope, after, {
    field,
    log: 'delivery log',
    completeSince: () => completeSince(context.database, scope),
  })
}

/** `log` names it in messages. */
async function* follow<Scope, Entry extends LogPosition>(
  { signal }: ApiContext,
  live: LiveLog<Scope, Entry>,
  scope: Scope,
  after: string | null | undefined,
  { field, log, completeSince }: { field: string; log: string; completeSince: () => Promise<Date | null> },
) {
  const position = after == null ? null : decodeLogCursor(after)
  if (after != null && !position)
    throw badInput(`"after" is not a cursor of a ${log}. Use a cursor the log gave, or "" for its start.`)
  try {
    for await (const node of live.follow(scope, position, signal))
      yield { [field]: { cursor: encodeLogCursor(node), node } } as never
  } catch (error) {
    if (error instanceof CursorAhead) throw cursorAhead(encodeLogCursor(error.resumeAfter), log)
    if (error instanceof CursorExpired)
      throw cursorExpired(encodeLogCursor(error.resumeAfter), await completeSince(), log)
    throw error
  }
}

async function* followReplay({ followReplays, signal }: ApiContext, replay: Replay) {
  for await (const replayProgress of followReplays.follow(replay, signal)) yield { replayProgress } as never
}
