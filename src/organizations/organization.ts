import { defineEntity, p } from '@mikro-orm/postgresql'
import { createdAt, instant } from '../database/columns.ts'
import type { Lane, Plan } from '../words/enums.ts'

const daysKept = () =>
  p
    .float()
    .nullable()
    .default(null as never)

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
    /** Whether receivers get the header `traceparent`, of the span of their attempt. */
    sendTraceparent: p.boolean().default(false),
    /** Days its payloads, attempts, deliveries and events are kept; null for the server's settings. */
    payloadDays: daysKept(),
    attemptDays: daysKept(),
    deliveryDays: daysKept(),
    eventDays: daysKept(),
    /** When a webhook of it that fails is disabled: hours (0: never) and deliveries; null for the server's settings. */
    disableFailingHours: p
      .float()
      .nullable()
      .default(null as never),
    disableFailingDeliveries: p
      .integer()
      .nullable()
      .default(null as never),
    /** Set while it is being deleted. */
    deletedAt: instant()
      .nullable()
      .default(null as never),
    /** Since when the words of its events are indexed for the search; null: they are not. */
    searchIndexedSince: instant().nullable(),
    /** Replays have made deliveries below this id, of events that are not indexed (src/search/late-deliveries.ts); null: none. */
    lateDeliveriesEnd: p.text().nullable(),
    createdAt: createdAt(),
  },
})

/** A tenant. */
export class Organization extends OrganizationSchema.class {}
OrganizationSchema.setClass(Organization)
