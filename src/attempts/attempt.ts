import { defineEntity, p } from '@mikro-orm/postgresql'
import { instant } from '../database/columns.ts'
import type { AttemptOutcome, AttemptTrigger, ErrorKind } from '../words/enums.ts'

const AttemptSchema = defineEntity({
  name: 'Attempt',
  tableName: 'attempts',
  properties: {
    /** The log's order is (xid, id). */
    id: p.bigint('string').primary(),
    /** The transaction that wrote the row. Rows don't become visible in order of id; see `src/log/read-log.ts`. */
    xid: p.string().columnType('xid8'),
    organizationId: p.text(),
    webhookId: p.text(),
    deliveryId: p.text(),
    eventType: p.text(),
    number: p.integer(),
    trigger: p.text().$type<AttemptTrigger>(),
    outcome: p.text().$type<AttemptOutcome>(),
    statusCode: p.integer().nullable().strictNullable(),
    responseHeaders: p.json<[name: string, value: string][]>(),
    responseBody: p.blob().$type<Buffer>().nullable().strictNullable(),
    responseBodyTruncated: p.boolean(),
    resent: p.boolean(),
    dnsMs: p.float().nullable().strictNullable(),
    connectMs: p.float().nullable().strictNullable(),
    tlsMs: p.float().nullable().strictNullable(),
    firstByteMs: p.float().nullable().strictNullable(),
    totalMs: p.float(),
    errorKind: p.text().$type<ErrorKind>().nullable().strictNullable(),
    error: p.text().nullable().strictNullable(),
    decision: p.text(),
    nextAttemptAt: instant().nullable().strictNullable(),
    startedAt: instant(),
    finishedAt: instant(),
    targetVersion: p.integer().nullable().strictNullable(),
  },
})

/** One HTTP request of a delivery. The row is written once, when the attempt has ended. */
export class Attempt extends AttemptSchema.class {}
AttemptSchema.setClass(Attempt)
