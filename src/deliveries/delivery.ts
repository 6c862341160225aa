import { defineEntity, p } from '@mikro-orm/postgresql'
import { createdAt, instant } from '../database/columns.ts'
import type { AttemptTrigger, DeliveryStatus, ErrorKind } from '../words/enums.ts'

const DeliverySchema = defineEntity({
  name: 'Delivery',
  tableName: 'deliveries',
  properties: {
    /** `wd_<ULID>`; also the workflow's id. */
    id: p.text().primary(),
    organizationId: p.text(),
    webhookId: p.text(),
    eventId: p.text(),
    status: p.text().$type<DeliveryStatus>(),
    /**
     * A sentence that stays true: how the delivery ended or, while it is PENDING, what was last decided about it, if anything.
     * describe-delivery.ts adds its current state, computed from the times.
     */
    decision: p.text(),
    /** Trigger of a run's first attempt: AUTOMATIC, TEST, or MANUAL after retryDelivery on a finished delivery. */
    trigger: p.text().$type<AttemptTrigger>(),
    /** Starts at 1 and goes up each time a finished delivery is sent again. Each run is one workflow run. */
    run: p.integer(),
    /** Null until the relay has started this run's workflow. */
    startedAt: instant().nullable().strictNullable(),
    /** Until when one relay has claimed the delivery. Afterwards any relay may claim it. */
    leasedUntil: instant().nullable().strictNullable(),
    attemptCount: p.integer(),
    /** How many retries of the policy this run has made. */
    retryCount: p.integer(),
    /** Set while an attempt is under way. If it is still set when the next attempt begins, the previous one was interrupted. */
    attemptStartedAt: instant().nullable().strictNullable(),
    attemptTrigger: p.text().$type<AttemptTrigger>().nullable().strictNullable(),
    nextAttemptAt: instant().nullable().strictNullable(),
    /** When this run's 24 hours began; null before. */
    windowStartedAt: instant().nullable().strictNullable(),
    /** When it is tried whatever its webhook's health says; null: it is not held. Infinite if its time has not begun. */
    heldUntil: instant().nullable().strictNullable(),
    /** Its next attempt has its webhook's permission until then. */
    grantedAt: instant().nullable().strictNullable(),
    /** When a retry was requested that could not be sent to Temporal yet; null if there is none. */
    retryRequestedAt: instant().nullable().strictNullable(),
    /** Null in deliveries that ended before version 0.2. */
    eventType: p.text().nullable().strictNullable(),
    /** Whether sendTestEvent made it; null as above. */
    test: p.boolean().nullable().strictNullable(),
    /** Of the last attempt; null if there was none or it got no answer. */
    statusCode: p.integer().nullable().strictNullable(),
    /** Of the last attempt; null if there was none or nothing went wrong. */
    errorKind: p.text().$type<ErrorKind>().nullable().strictNullable(),
    createdAt: createdAt(),
    finishedAt: instant().nullable().strictNullable(),
  },
})

/** One event for one webhook. */
export class Delivery extends DeliverySchema.class {}
DeliverySchema.setClass(Delivery)
