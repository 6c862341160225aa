import { JsonText } from '../../json/json-text.ts'
import { messageOf } from '../../operational-events/message.ts'
import { publicId } from '../../operational-events/operational-event.ts'
import type { OperationalEventResolvers } from '../generated/schema.ts'

export const OperationalEventFields: OperationalEventResolvers = {
  id: publicId,
  message: messageOf,
  organization: async ({ organizationId }, _, { loaders }) =>
    (await loaders.organization.load(organizationId))!,
  webhook: ({ webhookId }, _, { loaders }) => (webhookId === null ? null : loaders.webhook.load(webhookId)),
  delivery: ({ deliveryId }, _, { loaders }) =>
    deliveryId === null ? null : loaders.delivery.load(deliveryId),
  replay: ({ replayId }, _, { loaders }) => (replayId === null ? null : loaders.replay.load(replayId)),
  data: ({ data }) => JsonText.of(data),
  occurredAt: ({ createdAt }) => createdAt,
}
