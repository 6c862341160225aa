import { defineEntity, p } from '@mikro-orm/postgresql'
import { createdAt, instant } from '../database/columns.ts'
import type { Scope } from '../words/enums.ts'

const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  properties: {
    /** `key_<ULID>`. */
    id: p.text().primary(),
    /** Null for an operator's key, which belongs to no organization. */
    organizationId: p.text().nullable().strictNullable(),
    name: p.text(),
    /** SHA-256 of the key. The key has 256 random bits, so a slow hash would add nothing. */
    hash: p.blob().$type<Buffer>(),
    prefix: p.text(),
    scopes: p.array<Scope>(),
    expiresAt: instant().nullable().strictNullable(),
    revokedAt: instant().nullable().strictNullable(),
    lastUsedAt: instant().nullable().strictNullable(),
    /** The key that this one replaced by a rotation; null if it replaced none. */
    replaces: p.text().nullable().strictNullable(),
    createdAt: createdAt(),
  },
})

/** A bearer token; only its hash is stored. */
export class ApiKey extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKey)
