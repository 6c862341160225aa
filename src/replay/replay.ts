import { defineEntity, p } from '@mikro-orm/postgresql'
import { createdAt, instant } from '../database/columns.ts'
import type { DeliveryStatus, ErrorKind, ReplayStatus } from '../words/enums.ts'

const ReplaySchema = defineEntity({
  name: 'Replay',
  tableName: 'replays',
  properties: {
    /** `rp_<ULID>`; also the workflow's id. */
    id: p.text().primary(),
    organizationId: p.text(),
    /** Null for all of the organization's. */
    webhookId: p.text().nullable().strictNullable(),
    idempotencyKey: p.text().nullable().strictNullable(),
    request: p.text(),
    status: p.text().$type<ReplayStatus>(),
    since: instant(),
    until: instant(),
    statuses: p.array().$type<DeliveryStatus[]>(),
    /** Empty for all, as the two below. */
    eventTypes: p.array<string>(),
    statusCodes: p.array<number>(Number),
    errorKinds: p.array().$type<ErrorKind[]>(),
    includeMissed: p.boolean(),
    missedWebhookIds: p.array<string>(),
    ratePerSecond: p.integer(),
    matched: p.integer(),
    queued: p.integer(),
    delivered: p.integer(),
    failed: p.integer(),
    skipped: p.integer(),
    restored: p.integer(),
    /** See migration 0012: `''`, then ids of deliveries, then `evt_` and ids of events; null when all are counted. */
    countPosition: p.text().nullable().strictNullable(),
    /** As above; null when all were put back. */
    position: p.text().nullable().strictNullable(),
    /** Webhooks that were left behind, each with a position of its own (parts.ts). */
    behind: p.json().$type<Record<string, string | null>>(),
    /** When `delivered` and `failed` were counted. */
    figuresAt: instant().nullable().strictNullable(),
    lastBatchAt: instant().nullable().strictNullable(),
    undone: p.boolean(),
    createdAt: createdAt(),
    finishedAt: instant().nullable().strictNullable(),
  },
})

/** Many deliveries that are sent again. */
export class Replay extends ReplaySchema.class {}
ReplaySchema.setClass(Replay)

/** Whether all that matches was put back. */
export const allPutBack = ({ position, behind }: Pick<Replay, 'position' | 'behind'>): boolean =>
  position === null && Object.values(behind).every((from) => from === null)

/** When a replay will have put back all that it has counted, at its rate; null: unknown, or there is nothing left to put back. */
export function etaOf(
  {
    status,
    countPosition,
    position,
    behind,
    matched,
    queued,
    skipped,
    ratePerSecond,
  }: Pick<
    Replay,
    'status' | 'countPosition' | 'position' | 'behind' | 'matched' | 'queued' | 'skipped' | 'ratePerSecond'
  >,
  now: number,
): Date | null {
  if (status !== 'RUNNING' || countPosition !== null || allPutBack({ position, behind })) return null
  return new Date(now + (Math.max(matched - queued - skipped, 0) / ratePerSecond) * 1000)
}
