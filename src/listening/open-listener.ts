import { randomUUID } from 'node:crypto'
import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Dialect, Secret } from '../dialects/dialect.ts'
import { keepEventTypes } from '../events/keep-event-types.ts'
import { lockOrganization } from '../organizations/lock-organization.ts'
import type { Organization } from '../organizations/organization.ts'
import { MAXIMUM_URL_LENGTH } from '../outbound/webhook-url.ts'
import { openSecret, sealSecret } from '../secrets/webhook-secrets.ts'
import { checkWebhook } from '../webhooks/check-webhook.ts'
import { LISTENER_UID, storeWebhook, type CreateWebhookDeps } from '../webhooks/create-webhook.ts'
import { readGivenSecret } from '../webhooks/given-secret.ts'
import { lockWebhook } from '../webhooks/lock-webhook.ts'
import { Webhook } from '../webhooks/webhook.ts'
import { storeTargets } from '../webhooks/webhook-target.ts'
import { userError } from '../words/user-errors.ts'
import { interruptAttempts } from './interrupt-attempts.ts'

/** What somebody listens to. */
export interface ListenerInput {
  /** Tells one listener from another of the organization: who comes again with the same name goes on. */
  name: string
  /** The address on the caller's machine, http or https. The server never sends anything there. */
  forwardTo: string
  eventTypes: readonly string[]
  channelId: string | null
  /** The dialect of a new listener; the organization's if null. */
  dialect: string | null
  /** To sign with; null: what the listener has, or a new one. */
  secret: string | null
}

/** A listener that is open, until the same one is opened again. */
export interface OpenListener {
  webhook: Webhook
  /** Null if it is shown once and was shown before. */
  secret: Secret | null
  /** Identifies this opening. */
  session: string
}

const MAXIMUM_NAME = 200

/** Maximum of listeners of an organization. */
const MAXIMUM_LISTENERS = 20

/**
 * Opens the organization's listener with this name, or makes it. What was on its way through an earlier opening is logged as
 * INTERRUPTED, and waits again. Throws the errors of createWebhook, INVALID and LIMIT_REACHED.
 */
export async function openListener(
  deps: CreateWebhookDeps,
  organization: Organization,
  input: ListenerInput,
): Promise<OpenListener> {
  if (input.name.length < 1 || input.name.length > MAXIMUM_NAME)
    throw userError('INVALID', `A listener's name has 1 to ${MAXIMUM_NAME} characters.`, 'input.name')
  const url = readForwardTo(input.forwardTo)
  const uid = LISTENER_UID + input.name
  const known = await deps.database.em
    .fork()
    .findOne(Webhook, { organizationId: organization.id, uid, deletedAt: null })
  const name = known?.dialect ?? input.dialect ?? organization.dialect
  const dialect = deps.dialects.get(name)
  if (!dialect) throw userError('UNKNOWN_DIALECT', `There is no dialect "${name}".`, 'input.dialect')
  await checkWebhook(deps, organization, dialect, {
    eventTypes: input.eventTypes,
    channelId: input.channelId,
  })
  const given = input.secret === null ? null : readGivenSecret(dialect, input.secret, 'input.secret')
  const session = randomUUID()
  return lockOrganization(deps.database, organization.id, async (em, locked) => {
    const webhook =
      (await find(em, organization.id, uid)) ??
      (await requireBelowMaximum(em, organization.id),
      await storeWebhook(deps, em, locked, dialect, {
        uid,
        url: url.href,
        eventTypes: input.eventTypes,
        channelId: input.channelId,
        description: 'durahook listen',
        status: 'LISTENING',
        secret: given ?? { secret: dialect.createSecret(), kind: 'HMAC' },
      }))
    if (webhook.status !== 'LISTENING')
      throw userError('WEBHOOK_DISABLED', `The listener is ${webhook.status}: the plan does not include it.`)
    const isNew = webhook.listenerSession === null
    if (!isNew) {
      await keepEventTypes(em, deps.dialects, locked, input.eventTypes)
      await change(em, webhook, url.href, input)
    }
    if (given && !isNew) {
      webhook.secrets = [sealSecret(deps.keyring, webhook.id, given.secret)]
      webhook.secretKind = given.kind
    }
    webhook.listenerSession = session
    webhook.listenerSeenAt = new Date()
    await em.flush()
    await interruptAttempts(em, webhook.id)
    return { webhook, session, secret: shownSecret(deps, dialect, webhook, isNew || given !== null) }
  })
}

/** Throws URL_INVALID, URL_TOO_LONG, URL_HAS_CREDENTIALS. */
function readForwardTo(text: string): URL {
  const field = 'input.forwardTo'
  const url = text.length > MAXIMUM_URL_LENGTH ? null : URL.parse(text)
  // Encoding can lengthen it.
  if (text.length > MAXIMUM_URL_LENGTH || (url?.href.length ?? 0) > MAXIMUM_URL_LENGTH)
    throw userError('URL_TOO_LONG', `An address has at most ${MAXIMUM_URL_LENGTH} characters.`, field)
  if (!url || !/^https?:$/.test(url.protocol))
    throw userError(
      'URL_INVALID',
      'Forward to an http or https address, such as http://localhost:3000/hooks.',
      field,
    )
  if (url.username || url.password)
    throw userError(
      'URL_HAS_CREDENTIALS',
      'The address holds a user name or password, which the log would show. Remove it.',
      field,
    )
  return url
}

async function find(em: SqlEntityManager, organizationId: string, uid: string): Promise<Webhook | null> {
  const found = await em.findOne(Webhook, { organizationId, uid, deletedAt: null })
  return found && lockWebhook(em, found.id)
}

async function change(
  em: SqlEntityManager,
  webhook: Webhook,
  url: string,
  { eventTypes, channelId }: ListenerInput,
): Promise<void> {
  webhook.eventTypes = [...new Set(eventTypes)].sort()
  webhook.channelId = channelId
  if (webhook.url === url) return
  webhook.url = url
  webhook.targetVersion += 1
  await storeTargets(em, [webhook.id])
}

async function requireBelowMaximum(em: SqlEntityManager, organizationId: string): Promise<void> {
  const count = await em.count(Webhook, { organizationId, status: 'LISTENING', deletedAt: null })
  if (count >= MAXIMUM_LISTENERS)
    throw userError(
      'LIMIT_REACHED',
      `The organization has ${MAXIMUM_LISTENERS} listeners, the maximum. Delete one, or wait: who does not come for 24 hours is removed.`,
    )
}

function shownSecret(
  { keyring }: CreateWebhookDeps,
  { secret }: Dialect,
  webhook: Webhook,
  isNew: boolean,
): Secret | null {
  return isNew || !secret.shownOnce ? openSecret(keyring, webhook.id, webhook.secrets[0]!) : null
}

/** Notes that somebody still listens. */
export async function noteSeen(database: Database, webhookId: string, session: string): Promise<void> {
  await sql(database)`
    update webhooks set listener_seen_at = now() where id = ${webhookId} and listener_session = ${session}`
}
