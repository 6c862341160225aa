import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { sql } from '../database/sql.ts'
import type { Settings } from '../settings/settings.ts'
import { userError } from '../words/user-errors.ts'

/** The entities of which an organization can have a limited number. Each count uses an index. */
export const LIMITS = {
  webhooks: {
    setting: 'WEBHOOKS_PER_ORGANIZATION',
    remedy: 'Delete one',
    // The rows of deleted webhooks stay for their log, and don't count.
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
    // All keys that still work, including those in the overlap of a rotation.
    count: (em, organizationId) => sql<Count>(em)`
      select count(*)::int from api_keys where organization_id = ${organizationId}
        and coalesce(least(revoked_at, expires_at), 'infinity'::timestamptz) > now()`,
  },
  'dashboard sessions': {
    setting: 'SESSIONS_PER_ORGANIZATION',
    remedy: 'Wait for some to end, or give them less time',
    // Without sessions whose link expired unopened, and without those of expired or revoked keys.
    count: (em, organizationId) => sql<Count>(em)`
      select count(*)::int from dashboard_sessions s left join api_keys k on k.id = s.api_key_id
      where s.organization_id = ${organizationId} and s.expires_at > now()
        and (s.hash is not null or s.link_expires_at > now())
        and coalesce(least(k.revoked_at, k.expires_at), 'infinity'::timestamptz) > now()`,
  },
} satisfies Record<string, Limit>

interface Limit {
  setting: keyof Settings
  /** What to do when the limit is reached. */
  remedy: string
  count(em: SqlEntityManager, organizationId: string): Promise<Count[]>
}

interface Count {
  count: number
}

/**
 * The error message if the organization has reached the limit; null if it has not. An operator's entities (`organizationId`
 * null) have no limit. Call it under lockOrganization.
 */
export async function limitReachedMessage(
  em: SqlEntityManager,
  settings: Settings,
  organizationId: string | null,
  noun: keyof typeof LIMITS,
): Promise<string | null> {
  if (organizationId === null) return null
  const { setting, remedy, count } = LIMITS[noun]
  const [row] = await count(em, organizationId)
  if (row!.count < settings[setting]) return null
  return `The organization has ${row!.count} ${noun}, the maximum (${setting}). ${remedy} first.`
}

/** Throws LIMIT_REACHED where limitReachedMessage has a message. */
export async function requireBelowLimit(
  em: SqlEntityManager,
  settings: Settings,
  organizationId: string | null,
  noun: keyof typeof LIMITS,
): Promise<void> {
  const message = await limitReachedMessage(em, settings, organizationId, noun)
  if (message !== null) throw userError('LIMIT_REACHED', message)
}
