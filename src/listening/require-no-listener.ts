import type { Webhook } from '../webhooks/webhook.ts'
import { userError } from '../words/user-errors.ts'

/** Throws IS_LISTENER for a listener: who listens decides what it gets and where, and nobody sends to it. */
export function requireNoListener({ listenerSession }: Pick<Webhook, 'listenerSession'>): void {
  if (listenerSession === null) return
  throw userError(
    'IS_LISTENER',
    'It is a listener of durahook listen. Listen again with what you want, or delete it.',
    'id',
  )
}
