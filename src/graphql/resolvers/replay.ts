import { cancelReplay } from '../../replay/cancel-replay.ts'
import { checkInput } from '../../replay/check-input.ts'
import { pauseReplay } from '../../replay/pause-replay.ts'
import { planReplay } from '../../replay/plan-replay.ts'
import { requireReachable, type ReplayScope } from '../../replay/replay-scope.ts'
import { etaOf, Replay } from '../../replay/replay.ts'
import { resumeReplay } from '../../replay/resume-replay.ts'
import { setReplayRate } from '../../replay/set-replay-rate.ts'
import { startReplay } from '../../replay/start-replay.ts'
import type { Webhook } from '../../webhooks/webhook.ts'
import { organizationOf, requireAccess, type ApiContext } from '../context.ts'
import { NotFound } from '../errors.ts'
import { temporalUrl } from '../temporal-url.ts'
import type {
  MutationResolvers,
  PlanReplayInput,
  QueryResolvers,
  ReplayResolvers,
} from '../generated/schema.ts'
import { listNewest } from '../list-newest.ts'

export const Query: QueryResolvers = {
  async planReplay(_, { input: given }, context) {
    const { scope, webhook } = await scopeOf(context, given)
    const input = checkInput(given)
    if (webhook) requireReachable(webhook)
    return planReplay(context.database, scope, input)
  },
  replay: (_, { id }, context) => loadReplay(context, id),
  async replays(_, { organizationId: given, ...page }, context) {
    const { id: organizationId } = await organizationOf(context, given)
    return listNewest(context.database, 'Query.replays', page, Replay, { organizationId })
  },
}

export const Mutation: MutationResolvers = {
  async startReplay(_, { input: given }, context) {
    const { scope, webhook } = await scopeOf(context, given)
    const input = checkInput(given)
    const idempotencyKey = given.idempotencyKey ?? null
    const id = await startReplay(context, { scope, input, idempotencyKey, webhook })
    return { replay: await loadReplay(context, id), userErrors: [] }
  },
  pauseReplay: (_, { id }, context) => change(context, id, (replay) => pauseReplay(context, replay)),
  resumeReplay: (_, { id }, context) => change(context, id, (replay) => resumeReplay(context, replay)),
  cancelReplay: (_, { id }, context) => change(context, id, (replay) => cancelReplay(context, replay)),
  setReplayRate: (_, { id, ratePerSecond }, context) =>
    change(context, id, (replay) => setReplayRate(context, replay, ratePerSecond)),
}

export const ReplayFields: ReplayResolvers = {
  organization: async ({ organizationId }, _, { loaders }) =>
    (await loaders.organization.load(organizationId))!,
  webhook: ({ webhookId }, _, { loaders }) => (webhookId === null ? null : loaders.webhook.load(webhookId)),
  counted: ({ countPosition }) => countPosition === null,
  givenBack: ({ restored }) => restored,
  eta: (replay) => etaOf(replay, Date.now()),
  temporalUrl: ({ id }, _, context) => temporalUrl(context, id),
}

/** Throws NOT_FOUND if there is no such replay or it is not the caller's. */
export async function loadReplay(context: ApiContext, id: string): Promise<Replay> {
  return requireAccess(context, await context.loaders.replay.load(id), 'replay', id)
}

/** Whose deliveries are meant. Throws NOT_FOUND for others', and for a webhook of another organization than the given one. */
async function scopeOf(
  context: ApiContext,
  { organizationId, webhookId }: Pick<PlanReplayInput, 'organizationId' | 'webhookId'>,
): Promise<{ scope: ReplayScope; webhook: Webhook | null }> {
  if (webhookId == null) {
    const { id } = await organizationOf(context, organizationId)
    return { scope: { organizationId: id, webhookId: null }, webhook: null }
  }
  const webhook = requireAccess(context, await context.loaders.webhook.load(webhookId), 'webhook', webhookId)
  if (organizationId != null && organizationId !== webhook.organizationId)
    throw new NotFound('webhook', webhookId)
  return { scope: { organizationId: webhook.organizationId, webhookId }, webhook }
}

/** Runs `work`, which changes the replay, and answers with it. */
async function change(context: ApiContext, id: string, work: (replay: Replay) => Promise<void>) {
  const replay = await loadReplay(context, id)
  context.loaders.replay.clear(id)
  await work(replay)
  return { replay: await loadReplay(context, id), userErrors: [] }
}
