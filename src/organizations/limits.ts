import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'
import type { Settings } from '../settings/settings.ts'
import { userError } from '../words/user-errors.ts'

/** What an organization can only have so many of. Each is counted by an index, up to its limit. */
export const LIMITS = {
  webhooks: {
    setting: 'WEBHOOKS_PER_ORGANIZATION',
    remedy: 'Delete one',
    // Deleted ones stay for their log and don't count.
    count: (em, organizationId) => sql<Count>(em)`
      select count(*)::int from webhooks where organization_id = ${organizationId} and deleted_at is null`,
  },
  channels: {
    setting: 'CHANNELS_PER_ORGANIZATION',
    remedy: 'Delete one',
    count: (em, organizationId) => sql<Count>(em)`
      select count(*)::int from channels where organization_id = ${organizationId}`,
  },
  'API keys': {
    setting: 'API_KEYS_PER_ORGANIZATION',
    remedy: 'Revoke one',
    // Those that still work, in a rotation's overlap too.
    count: (em, organizationId) => sql<Count>(em)`
      select count(*)::int from api_keys where organization_id = ${organizationId}
        and coalesce(least(revoked_at, expires_at), 'infinity'::timestamptz) > now()`,
  },
  'dashboard sessions': {
    setting: 'SESSIONS_PER_ORGANIZATION',
    remedy: 'Wait for some to end, or give them less time',
    // Not those whose link was never opened in time, nor those of keys that have ended.
    count: (em, organizationId) => sql<Count>(em)`
      select count(*)::int from dashboard_sessions s left join api_keys k on k.id = s.api_key_id
      where s.organization_id = ${organizationId} and s.expires_at > now()
        and (s.hash is not null or s.link_expires_at > now())
        and coalesce(least(k.revoked_at, k.expires_at), 'infinity'::timestamptz) > now()`,
  },
} satisfies Record<string, Limit>

interface Limit {
  setting: keyof Settings
  /** What to do when there is no room. */
  remedy: string
  count(em: SqlEntityManager, organizationId: string): Promise<Count[]>
}

interface Count {
  count: number
}

/** The sentence that says why there is no room for one more; null: there is. Ask it under lockOrganization. */
export async function fullOf(
  em: SqlEntityManager,
  settings: Settings,
  organizationId: string,
  noun: keyof typeof LIMITS,
): Promise<string | null> {
  const { setting, remedy, count } = LIMITS[noun]
  const [row] = await count(em, organizationId)
  if (row!.count < settings[setting]) return null
  return `The organization has ${row!.count} ${noun}, as many as it may (${setting}). ${remedy} first.`
}

/** Throws LIMIT_REACHED when there is no room for one more; not for an operator's (null), which are not counted. As fullOf. */
export async function requireBelowLimit(
  em: SqlEntityManager,
  settings: Settings,
  organizationId: string | null,
  noun: keyof typeof LIMITS,
): Promise<void> {
  const full = organizationId === null ? null : await fullOf(em, settings, organizationId, noun)
  if (full !== null) throw userError('LIMIT_REACHED', full)
}
