import express, { type Router } from 'express'
import type { Scope } from '../database/api-key.ts'
import type { Database } from '../database/database.ts'
import type { Notify } from '../database/notify.ts'
import { findApiKey } from '../keys/api-keys.ts'
import type { Settings } from '../settings.ts'
import { endedCookie, isSameOrigin, sessionCookie, sessionToken } from './session-cookie.ts'
import { createSession, endSession, openSession, SESSION_SECONDS } from './sessions.ts'

/** What a dashboard does; publishing is for programs. */
const SESSION_SCOPES: readonly Scope[] = ['READ', 'MANAGE', 'OPERATE']

export interface SessionRoutesDeps {
  database: Database
  notify: Notify
  settings: Settings
}

/**
 * Signing in and out of the dashboard. `POST` with `{ "token" }` of a one-time link, or with `{ "apiKey" }`, answers 204
 * and the session's cookie, or 401; `DELETE` ends the session.
 */
export function createSessionRoutes({
  database,
  notify,
  settings: { PUBLIC_URL },
}: SessionRoutesDeps): Router {
  const secure = PUBLIC_URL?.startsWith('https:') ?? false
  const router = express.Router()

  router.use((request, response, next) => {
    response.setHeader('cache-control', 'no-store')
    if (isSameOrigin(request, PUBLIC_URL)) return next()
    response.status(403).json({ message: 'This request comes from another site.' })
  })

  router.post('/', express.json({ limit: '4kb' }), async (request, response) => {
    const { token, apiKey } = (request.body ?? {}) as { token?: unknown; apiKey?: unknown }
    const link =
      typeof token === 'string'
        ? token
        : typeof apiKey === 'string'
          ? await linkOfKey(database, apiKey)
          : null
    const opened = link === null ? null : await openSession(database, link)
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

/** A link for who holds an API key; null when the key is not good for reading. */
async function linkOfKey(database: Database, key: string): Promise<string | null> {
  const apiKey = await findApiKey(database, key.trim())
  const scopes = apiKey?.scopes.filter((scope) => SESSION_SCOPES.includes(scope)) ?? []
  if (!apiKey || !(scopes.includes('READ') || scopes.includes('OPERATE'))) return null
  const { linkToken } = await createSession(database, {
    organizationId: apiKey.organizationId,
    apiKeyId: apiKey.id,
    name: null,
    accentColor: null,
    scopes,
    lifetimeSeconds: SESSION_SECONDS,
  })
  return linkToken
}
