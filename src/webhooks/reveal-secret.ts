import type { Dialects } from '../dialects/registry.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { openSecret } from '../secrets/webhook-secrets.ts'
import { userError } from '../words/user-errors.ts'
import type { Webhook } from './webhook.ts'

/** A webhook's newest secret in clear text. Throws SECRET_SHOWN_ONCE. */
export function revealSecret(
  { dialects, keyring }: { dialects: Dialects; keyring: Keyring },
  { id, dialect: name, secrets }: Pick<Webhook, 'id' | 'dialect' | 'secrets'>,
): string {
  const dialect = dialects.get(name)!
  if (dialect.secret.shownOnce) {
    const message = `The secret of a ${dialect.title} webhook is shown once, at creation. Make a new one with rotateWebhookSecret.`
    throw userError('SECRET_SHOWN_ONCE', message, 'id')
  }
  return openSecret(keyring, id, secrets[0]!)
}
