export { deleteOrganization } from './delete-organization.ts'
export { deliverWebhook } from './deliver-webhook.ts'
export { purge } from './purge.ts'
export { replay } from './replay.ts'
