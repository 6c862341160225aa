import { defineEntity, p } from '@mikro-orm/postgresql'
import { createdAt, instant } from '../database/columns.ts'
import type { AttemptTrigger, DeliveryStatus } from '../words/enums.ts'

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
     * A sentence that stays true: how it ended; while it is PENDING, what was decided or found about it, if anything.
     * What is so now is said by describe-delivery.ts, from the times.
     */
    decision: p.text(),
    /** What the next first attempt of a run is: AUTOMATIC, TEST, or MANUAL after retryDelivery on a finished one. */
    trigger: p.text().$type<AttemptTrigger>(),
    /** 1, and one more each time a finished delivery is sent again. Each run is one workflow run. */
    run: p.integer(),
    /** Null: the relay has yet to start this run's workflow. */
    startedAt: instant().nullable().strictNullable(),
    /** The relay that claimed it starts its workflow before this, or lost it: then another may claim it. */
    claimedUntil: instant().nullable().strictNullable(),
    attemptCount: p.integer(),
    /** How many of the policy's retries this run made. */
    retryCount: p.integer(),
    /** Set while an attempt is on its way; found set by the next attempt, the one before was interrupted. */
    attemptStartedAt: instant().nullable().strictNullable(),
    attemptTrigger: p.text().$type<AttemptTrigger>().nullable().strictNullable(),
    nextAttemptAt: instant().nullable().strictNullable(),
    /** When this run's 24 hours began; null: they have not. */
    windowStartedAt: instant().nullable().strictNullable(),
    /** Somebody asked for an attempt now while Temporal could not be told; null: nobody, or it was told. */
    retryRequestedAt: instant().nullable().strictNullable(),
    createdAt: createdAt(),
    finishedAt: instant().nullable().strictNullable(),
  },
})

/** One event for one webhook. */
export class Delivery extends DeliverySchema.class {}
DeliverySchema.setClass(Delivery)
