import { userError } from '../words/user-errors.ts'
import type { Webhook } from './webhook.ts'

type State = Pick<Webhook, 'status' | 'deletedAt'>

/** Throws WEBHOOK_DELETED or WEBHOOK_DISABLED unless something can be sent to the webhook now. */
export function requireEnabled({ status, deletedAt }: State): void {
  if (deletedAt)
    throw userError('WEBHOOK_DELETED', 'The webhook was deleted, so nothing can be sent to it.', 'id')
  if (status !== 'ENABLED' && status !== 'LISTENING')
    throw userError('WEBHOOK_DISABLED', `The webhook is ${status}. Enable it first.`)
}
