import { requireNone, type UserError } from '../client/request.ts'
import type { WebhookStatus } from '../words/enums.ts'
import { readSecret } from './read-secret.ts'
import type { Session } from './session.ts'
import type { Terminal } from './terminal.ts'

const CREATE = /* GraphQL */ `
  mutation ($input: CreateWebhookInput!) {
    created: createWebhook(input: $input) {
      webhook {
        id
        url
        status
      }
      secret
      userErrors {
        code
        field
        message
      }
    }
  }
`

/** What `webhooks create` takes. */
export interface CreateOptions {
  types: string[]
  channel?: string
  dialect?: string
  description?: string
  uid?: string
  secret?: string
}

interface Created {
  webhook: { id: string; url: string; status: WebhookStatus } | null
  secret: string | null
  userErrors: UserError[]
}

/** Creates a webhook and prints it with its secret. @throws DurahookError */
export async function createWebhook(
  url: string,
  { types, channel, dialect, description, uid, secret: given }: CreateOptions,
  session: Session,
  terminal: Terminal,
): Promise<void> {
  const secret = await readSecret(given, terminal)
  const { created } = await session.ask<{ created: Created }>(CREATE, {
    input: {
      url,
      eventTypes: types,
      ...(session.organizationId && { organizationId: session.organizationId }),
      ...(channel !== undefined && { channelId: channel }),
      ...(dialect !== undefined && { dialect }),
      ...(description !== undefined && { description }),
      ...(uid !== undefined && { uid }),
      ...(secret !== undefined && { secret }),
      // When the answer was lost, the request that is repeated gives the same webhook and secret.
      idempotencyKey: crypto.randomUUID(),
    },
  })
  requireNone(created.userErrors)
  if (session.json)
    return terminal.print(JSON.stringify({ webhook: created.webhook, secret: created.secret }))
  terminal.print(`Webhook  ${created.webhook!.id}  ${created.webhook!.status}`)
  terminal.print(`Secret   ${created.secret}`)
  terminal.warn('Keep the secret now: some dialects show it only this once.')
}
