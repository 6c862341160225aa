import type { Database } from '../database/database.ts'
import { requireBelowLimit } from '../organizations/limits.ts'
import type { Settings } from '../settings/settings.ts'
import { checkName } from '../words/check-name.ts'
import type { Scope, SessionRight } from '../words/enums.ts'
import { userError } from '../words/user-errors.ts'
import type { ApiKey } from './api-key.ts'
import { lockOwner } from './lock-owner.ts'
import { requireScopes } from './require-scopes.ts'
import {
  addSession,
  isSession,
  MAXIMUM_SESSION_SECONDS,
  SESSION_SECONDS,
  sessionOf,
  type NewSession,
} from './sessions.ts'
import { signInUrl } from './sign-in-url.ts'

export interface NewDashboardSession {
  name?: string | null | undefined
  /** `#rrggbb`. */
  accentColor?: string | null | undefined
  readOnly?: boolean | null | undefined
  /** What the customer may manage besides webhooks and deliveries; nothing unless given. */
  rights?: readonly SessionRight[] | null | undefined
  /** SESSION_SECONDS unless given. */
  expiresInSeconds?: number | null | undefined
}

/**
 * Creates a session for a customer of the organization, or for an operator (`organizationId` null), and the link that
 * opens it. Throws INVALID, FORBIDDEN, LIMIT_REACHED.
 */
export async function createDashboardSession(
  { database, settings }: { database: Database; settings: Settings },
  caller: ApiKey,
  organizationId: string | null,
  input: NewDashboardSession,
): Promise<{ url: string; expiresAt: Date }> {
  const forOperator = organizationId === null
  if (forOperator && input.readOnly) {
    const message = 'An operator’s session can not be read-only: give an organizationId.'
    throw userError('INVALID', message, 'input.readOnly')
  }
  if ((forOperator || input.readOnly) && input.rights?.length)
    throw userError(
      'INVALID',
      'Only a customer’s session that may change something has rights.',
      'input.rights',
    )
  const scopes: Scope[] = forOperator ? ['OPERATE'] : input.readOnly ? ['READ'] : ['READ', 'MANAGE']
  requireScopes(caller, scopes, 'input')
  const wanted: NewSession = {
    organizationId,
    apiKeyId: await creatorKeyOf(database, caller),
    name: input.name == null ? null : checkName(input.name),
    accentColor: checkColor(input.accentColor),
    scopes,
    customer: !forOperator,
    rights: [...new Set(input.rights ?? [])],
    lifetimeSeconds: checkLifetime(input.expiresInSeconds),
  }
  const { session, linkToken } = await lockOwner(database, organizationId, async (em) => {
    await requireBelowLimit(em, settings, organizationId, 'dashboard sessions')
    return addSession(em, wanted)
  })
  return { url: signInUrl(settings, linkToken), expiresAt: session.expiresAt }
}

/** The session ends together with this key. If the caller is itself a session, it is the key that created the caller. */
async function creatorKeyOf(database: Database, caller: ApiKey): Promise<string | null> {
  return isSession(caller) ? ((await sessionOf(database, caller))?.apiKeyId ?? null) : caller.id
}

function checkColor(color: string | null | undefined): string | null {
  if (color == null || /^#[0-9a-f]{6}$/i.test(color)) return color ?? null
  throw userError('INVALID', 'An accent colour is written as #rrggbb.', 'input.accentColor')
}

function checkLifetime(seconds: number | null | undefined): number {
  const lifetime = seconds ?? SESSION_SECONDS
  if (lifetime >= 60 && lifetime <= MAXIMUM_SESSION_SECONDS) return lifetime
  throw userError(
    'INVALID',
    `expiresInSeconds must be from 60 to ${MAXIMUM_SESSION_SECONDS} (a day).`,
    'input.expiresInSeconds',
  )
}
