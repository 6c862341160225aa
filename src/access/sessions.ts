import { createHash, randomBytes } from 'node:crypto'
import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { ApiKey } from './api-key.ts'
import { DashboardSession } from './dashboard-session.ts'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { newId } from '../ids.ts'
import { isLive } from './api-keys.ts'
import type { Scope, SessionRight } from '../words/enums.ts'

/** How long a link is valid, in seconds. */
const LINK_SECONDS = 5 * 60

/** Default and longest lifetime of a session, in seconds. */
export const SESSION_SECONDS = 8 * 60 * 60
export const MAXIMUM_SESSION_SECONDS = 24 * 60 * 60

export interface NewSession {
  /** Null: an operator's session. */
  organizationId: string | null
  /** The API key that creates the session; the session ends with it. Null if the server itself creates the session. */
  apiKeyId: string | null
  name: string | null
  accentColor: string | null
  scopes: Scope[]
  /** True if the session is for a customer of the product, false if it is for the holder of the key. */
  customer: boolean
  /** What a customer may manage besides webhooks and deliveries; none unless given. */
  rights?: SessionRight[]
  /** Seconds from now until the session ends. */
  lifetimeSeconds: number
  /** Seconds from now within which the link must be opened; LINK_SECONDS unless given. */
  linkSeconds?: number
}

/** Creates a session, to be opened with its link. The link's token is not stored and can be used once. */
export async function createSession(
  database: Database,
  wanted: NewSession,
): Promise<{ session: DashboardSession; linkToken: string }> {
  const em = database.em.fork()
  const made = await addSession(em, wanted)
  await em.flush()
  return made
}

/** As createSession, but stored when the entity manager is flushed. Deletes expired sessions. */
export async function addSession(
  em: SqlEntityManager,
  { lifetimeSeconds, linkSeconds = LINK_SECONDS, ...wanted }: NewSession,
  now = new Date(),
): Promise<{ session: DashboardSession; linkToken: string }> {
  await em.nativeDelete(DashboardSession, { expiresAt: { $lt: now } })
  const linkToken = newToken()
  const session = em.create(DashboardSession, {
    rights: [],
    ...wanted,
    id: newId.session(),
    linkHash: hashToken(linkToken),
    linkExpiresAt: new Date(now.getTime() + linkSeconds * 1000),
    hash: null,
    expiresAt: new Date(now.getTime() + lifetimeSeconds * 1000),
  })
  return { session, linkToken }
}

/**
 * Opens the session of a link. Of several concurrent requests with the same token only one succeeds. Null if the link is
 * unknown, used or expired.
 */
export async function openSession(
  database: Database,
  linkToken: string,
  now = new Date(),
): Promise<{ token: string; expiresAt: Date } | null> {
  const token = newToken()
  const [opened] = await sql<{ expiresAt: Date }>(database)`
    update dashboard_sessions set link_hash = null, hash = ${hashToken(token)}
    where link_hash = ${hashToken(linkToken)} and link_expires_at > ${now} and expires_at > ${now}
    returning expires_at as "expiresAt"`
  return opened ? { token, expiresAt: opened.expiresAt } : null
}

/** Finds the session of a cookie's token; null if the session or the API key that created it has ended. */
export async function findSession(
  database: Database,
  token: string,
  now = new Date(),
): Promise<DashboardSession | null> {
  const em = database.em.fork()
  const session = await em.findOne(DashboardSession, { hash: hashToken(token), expiresAt: { $gt: now } })
  if (!session?.apiKeyId) return session
  const maker = await em.findOne(ApiKey, { id: session.apiKeyId })
  return maker && isLive(maker, now) ? session : null
}

/** Ends a session. Null if it had ended already. */
export async function endSession(database: Database, token: string): Promise<{ id: string } | null> {
  const [ended] = await sql<{ id: string }>(database)`
    delete from dashboard_sessions where hash = ${hashToken(token)} returning id`
  return ended ?? null
}

type SessionKey = ApiKey & Pick<DashboardSession, 'customer' | 'rights'>

/** Represents a session as an API key, so that every check of scopes and tenants is the same for both. */
export function asApiKey({
  id,
  organizationId,
  name,
  scopes,
  customer,
  rights,
  expiresAt,
  createdAt,
}: DashboardSession): SessionKey {
  return Object.assign(new ApiKey(), {
    id,
    organizationId,
    name: name ?? 'Dashboard',
    hash: Buffer.alloc(0),
    prefix: '',
    scopes,
    expiresAt,
    revokedAt: null,
    lastUsedAt: null,
    replaces: null,
    createdAt,
    customer,
    rights,
  })
}

/** Whether the caller is a person signed in to the dashboard, not a program with an API key. */
export const isSession = ({ id }: ApiKey): boolean => id.startsWith('ses_')

/** Whether the caller is signed in with a session that was created for a customer. */
export const isCustomer = (caller: ApiKey): boolean => isSession(caller) && (caller as SessionKey).customer

/** What a customer's session may manage besides webhooks and deliveries; empty for all other callers. */
export const rightsOf = (caller: ApiKey): readonly SessionRight[] =>
  isCustomer(caller) ? (caller as SessionKey).rights : []

/** The session of the caller; null if the caller uses an API key. */
export async function sessionOf(database: Database, caller: ApiKey): Promise<DashboardSession | null> {
  return isSession(caller) ? database.em.fork().findOne(DashboardSession, { id: caller.id }) : null
}

const newToken = () => randomBytes(32).toString('base64url')
const hashToken = (token: string) => createHash('sha256').update(token).digest()
