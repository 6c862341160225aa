import { defineEntity, p } from '@mikro-orm/postgresql'
import { createdAt } from '../database/columns.ts'
import type { Lane, Plan } from '../words/enums.ts'

const OrganizationSchema = defineEntity({
  name: 'Organization',
  tableName: 'organizations',
  properties: {
    /** `org_<ULID>` or the product's own id. */
    id: p.text().primary(),
    name: p.text(),
    plan: p.text().$type<Plan>(),
    /** The dialect of webhooks that are created without one. */
    dialect: p.text(),
    /** How first attempts are made; null for the setting FIRST_ATTEMPT. */
    lane: p.text().$type<Lane>().nullable().strictNullable(),
    createdAt: createdAt(),
  },
})

/** A tenant. */
export class Organization extends OrganizationSchema.class {}
OrganizationSchema.setClass(Organization)
