import { requireNone, type UserError } from '../client/request.ts'
import { readSecret } from './read-secret.ts'
import type { Session } from './session.ts'
import type { Terminal } from './terminal.ts'

const ROTATE = /* GraphQL */ `
  mutation ($id: ID!, $overlapSeconds: Int, $secret: String) {
    rotated: rotateWebhookSecret(id: $id, overlapSeconds: $overlapSeconds, secret: $secret) {
      webhook {
        id
        oldSecretExpiresAt
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

/** What `webhooks rotate` takes. */
export interface RotateOptions {
  /** Seconds. */
  overlap?: number
  secret?: string
}

interface Rotated {
  webhook: { id: string; oldSecretExpiresAt: string | null } | null
  secret: string | null
  userErrors: UserError[]
}

/** Gives a webhook a new secret and prints it. @throws DurahookError */
export async function rotateSecret(
  id: string,
  { overlap, secret: given }: RotateOptions,
  session: Session,
  terminal: Terminal,
): Promise<void> {
  const secret = await readSecret(given, terminal)
  // Once: a second rotation would make a third secret.
  const { rotated } = await session.askOnce<{ rotated: Rotated }>(ROTATE, {
    id,
    ...(overlap !== undefined && { overlapSeconds: overlap }),
    ...(secret !== undefined && { secret }),
  })
  requireNone(rotated.userErrors)
  if (session.json)
    return terminal.print(JSON.stringify({ webhook: rotated.webhook, secret: rotated.secret }))
  const { oldSecretExpiresAt } = rotated.webhook!
  terminal.print(`Secret   ${rotated.secret}`)
  terminal.warn(
    oldSecretExpiresAt
      ? `The old secret signs too, until ${oldSecretExpiresAt}.`
      : 'The old secret has ended: give the receiver the new one now.',
  )
}
