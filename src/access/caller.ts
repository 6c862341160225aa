import type { IncomingMessage } from 'node:http'
import type { ApiKey } from './api-key.ts'
import type { Database } from '../database/database.ts'
import type { Organization } from '../organizations/organization.ts'
import { findApiKey } from './api-keys.ts'
import { sessionToken } from './session-cookie.ts'
import { asApiKey, findSession } from './sessions.ts'

/** A caller's key, with its organization if that was read with it. */
export type CallingKey = ApiKey & { organization?: Organization | null }

/** The client that sends a request, identified by an API key or a session. */
export interface Caller {
  /** Reads the key or session from the database at each call; null if it is unknown, revoked or expired. */
  authenticate(): Promise<CallingKey | null>
  /** Ids of the key, or of the session and the key that created it. When one of them ends, the caller loses access. */
  ids: Set<string>
}

/** Identifies the caller by the API key if one is given, else by the session cookie; null if the request has neither. */
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
