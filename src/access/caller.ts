import type { IncomingMessage } from 'node:http'
import type { ApiKey } from './api-key.ts'
import type { Database } from '../database/database.ts'
import { findApiKey } from './api-keys.ts'
import { sessionToken } from './session-cookie.ts'
import { asApiKey, findSession } from './sessions.ts'

/** Who sends requests, by what they show: a key or a session. */
export interface Caller {
  /** Looks the key or session up in the database, anew each time; null: it is not good, or no longer. */
  authenticate(): Promise<ApiKey | null>
  /** The key, and the session with the key that made it: what of them ends, ends the caller. */
  ids: Set<string>
}

/** An API key when one is given, else the session of the page that sends the request; null: neither. */
export function callerOf(
  database: Database,
  bearer: string | null,
  request: IncomingMessage,
  publicUrl: string | undefined,
): Caller | null {
  const ids = new Set<string>()
  if (bearer !== null) {
    return {
      ids,
      async authenticate() {
        const apiKey = await findApiKey(database, bearer)
        if (apiKey) ids.add(apiKey.id)
        return apiKey
      },
    }
  }
  const token = sessionToken(request, publicUrl)
  if (token === null) return null
  return {
    ids,
    async authenticate() {
      const session = await findSession(database, token)
      if (!session) return null
      ids.add(session.id)
      if (session.apiKeyId) ids.add(session.apiKeyId)
      return asApiKey(session)
    },
  }
}
