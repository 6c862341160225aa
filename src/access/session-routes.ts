import express, { type Router } from 'express'
import type { Database } from '../database/database.ts'
import type { Notify } from '../database/notify.ts'
import { findApiKey } from './api-keys.ts'
import { limitReachedMessage } from '../organizations/limits.ts'
import type { Settings } from '../settings/settings.ts'
import { lockOwner } from './lock-owner.ts'
import { endedCookie, isSameOrigin, sessionCookie, sessionToken } from './session-cookie.ts'
import { addSession, endSession, openSession, SESSION_SECONDS, type NewSession } from './sessions.ts'
import type { Scope } from '../words/enums.ts'

/** The scopes that a session can have. Publishing is for programs only. */
const SESSION_SCOPES: readonly Scope[] = ['READ', 'MANAGE', 'OPERATE']

export interface SessionRoutesDeps {
  database: Database
  notify: Notify
  settings: Settings
}

/**
 * Signs in to and out of the dashboard. `POST` with `{ "token" }` of a one-time link, or with `{ "apiKey" }`, answers 204
 * with the session cookie, 401, or 429 if the organization has reached its limit of sessions. `DELETE` ends the session.
 */
export function createSessionRoutes({ database, notify, settings }: SessionRoutesDeps): Router {
  const { PUBLIC_URL } = settings
  const secure = PUBLIC_URL?.startsWith('https:') ?? false
  const router = express.Router()

  router.use((request, response, next) => {
    response.setHeader('cache-control', 'no-store')
    if (isSameOrigin(request, PUBLIC_URL)) return next()
    response.status(403).json({ message: 'This request comes from another site.' })
  })

  router.post('/', express.json({ limit: '4kb' }), async (request, response) => {
    const { token, apiKey } = (request.body ?? {}) as { token?: unknown; apiKey?: unknown }
    const link: Link =
      typeof token === 'string'
        ? { kind: 'link', token }
        : typeof apiKey === 'string'
          ? await linkOfKey(database, settings, apiKey)
          : { kind: 'refused' }
    if (link.kind === 'full') return void response.status(429).json({ message: link.message })
    const opened = link.kind === 'link' ? await openSession(database, link.token) : null
    if (!opened) {
      const message = apiKey
        ? 'This key is unknown, expired or revoked, or may not read.'
        : 'This link was used already, or has expired.'
      return void response.status(401).json({ message })
    }
    response.setHeader('set-cookie', sessionCookie(opened.token, opened.expiresAt, secure))
    response.status(204).end()
  })

  router.delete('/', async (request, response) => {
    const token = sessionToken(request, PUBLIC_URL)
    const ended = token === null ? null : await endSession(database, token)
    if (ended) notify.keyRevoked(ended.id) // closes its WebSockets, in every API process
    response.setHeader('set-cookie', endedCookie(secure))
    response.status(204).end()
  })
  return router
}

type Link =
  | { kind: 'link'; token: string }
  /** The key is invalid, or lacks the scope to read. */
  | { kind: 'refused' }
  /** The key's organization has reached its limit of sessions. */
  | { kind: 'full'; message: string }

/** Creates a session with an API key, and its link. */
async function linkOfKey(database: Database, settings: Settings, key: string): Promise<Link> {
  const apiKey = await findApiKey(database, key.trim())
  const scopes = apiKey?.scopes.filter((scope) => SESSION_SCOPES.includes(scope)) ?? []
  if (!apiKey || !(scopes.includes('READ') || scopes.includes('OPERATE'))) return { kind: 'refused' }
  const { organizationId } = apiKey
  const wanted: NewSession = {
    organizationId,
    apiKeyId: apiKey.id,
    name: null,
    accentColor: null,
    scopes,
    customer: false,
    lifetimeSeconds: SESSION_SECONDS,
  }
  return lockOwner(database, organizationId, async (em): Promise<Link> => {
    const message = await limitReachedMessage(em, settings, organizationId, 'dashboard sessions')
    if (message !== null) return { kind: 'full', message }
    return { kind: 'link', token: (await addSession(em, wanted)).linkToken }
  })
}
