import { defineEntity, p } from '@mikro-orm/postgresql'
import { createdAt, instant } from '../database/columns.ts'
import type { Scope, SessionRight } from '../words/enums.ts'

const DashboardSessionSchema = defineEntity({
  name: 'DashboardSession',
  tableName: 'dashboard_sessions',
  properties: {
    /** `ses_<ULID>`. */
    id: p.text().primary(),
    /** Null for an operator's session, which reaches all organizations. */
    organizationId: p.text().nullable().strictNullable(),
    /** The API key that created the session and ends with it; null if the server created it for its operator. */
    apiKeyId: p.text().nullable().strictNullable(),
    /** Shown at the top of the page; if null, the organization's name is shown. */
    name: p.text().nullable().strictNullable(),
    /** `#rrggbb`; if null, durahook's own colour is used. */
    accentColor: p.text().nullable().strictNullable(),
    scopes: p.array<Scope>(),
    /** Created by the product for one of its customers. Such a session manages webhooks and deliveries, and what `rights` says. */
    customer: p.boolean(),
    rights: p.array<SessionRight>(),
    /** SHA-256 of the link's token; null once the link was used. */
    linkHash: p.blob().$type<Buffer>().nullable().strictNullable(),
    linkExpiresAt: instant().nullable().strictNullable(),
    /** SHA-256 of the cookie's token; null until the link was used. */
    hash: p.blob().$type<Buffer>().nullable().strictNullable(),
    expiresAt: instant(),
    createdAt: createdAt(),
  },
})

/** The session of a person who has signed in to the dashboard, or has a link to do so. Only hashes of tokens are stored. */
export class DashboardSession extends DashboardSessionSchema.class {}
DashboardSessionSchema.setClass(DashboardSession)
