import type { Database } from '../database/database.ts'
import type { Settings } from '../settings/settings.ts'
import { createSession, SESSION_SECONDS } from './sessions.ts'

/** How long the link that the server prints when it starts is valid, in seconds. */
const START_LINK_SECONDS = 60 * 60

/** A sign-in link. The token comes after `#`, so browsers send it neither to server logs nor to other sites. */
export function signInUrl({ PUBLIC_URL, HOST, PORT }: Settings, linkToken: string): string {
  const base = PUBLIC_URL ?? `http://${HOST}:${PORT}`
  return `${base.replace(/\/$/, '')}/sign-in#${linkToken}`
}

/** A one-time link for the operator who started the server. */
export async function operatorSignInUrl(database: Database, settings: Settings): Promise<string> {
  const { linkToken } = await createSession(database, {
    organizationId: null,
    apiKeyId: null,
    name: null,
    accentColor: null,
    scopes: ['OPERATE'],
    customer: false,
    lifetimeSeconds: SESSION_SECONDS,
    linkSeconds: START_LINK_SECONDS,
  })
  return signInUrl(settings, linkToken)
}
