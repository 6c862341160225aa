import { defineEntity, p } from '@mikro-orm/postgresql'
import { createdAt, instant } from '../database/columns.ts'
import type { Scope } from '../words/enums.ts'

const DashboardSessionSchema = defineEntity({
  name: 'DashboardSession',
  tableName: 'dashboard_sessions',
  properties: {
    /** `ses_<ULID>`. */
    id: p.text().primary(),
    /** Null: an operator's session, of all organizations. */
    organizationId: p.text().nullable().strictNullable(),
    /** The API key it was made with, and ends with; null: made by the server itself for its operator. */
    apiKeyId: p.text().nullable().strictNullable(),
    /** Shown at the top of the page; null: the organization's name. */
    name: p.text().nullable().strictNullable(),
    /** `#rrggbb`; null: durahook's own. */
    accentColor: p.text().nullable().strictNullable(),
    scopes: p.array<Scope>(),
    /** Made by the product for a customer: it manages webhooks and deliveries, and nothing of the product's. */
    customer: p.boolean(),
    /** SHA-256 of the link's token; null once it was used. */
    linkHash: p.blob().$type<Buffer>().nullable().strictNullable(),
    linkExpiresAt: instant().nullable().strictNullable(),
    /** SHA-256 of the cookie's token; null until the link was used. */
    hash: p.blob().$type<Buffer>().nullable().strictNullable(),
    expiresAt: instant(),
    createdAt: createdAt(),
  },
})

/** Somebody signed in to the dashboard, or about to: what an API key is for a program. Only hashes are stored. */
export class DashboardSession extends DashboardSessionSchema.class {}
DashboardSessionSchema.setClass(DashboardSession)
