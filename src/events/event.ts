import { defineEntity, p } from '@mikro-orm/postgresql'
import { createdAt, instant } from '../database/columns.ts'

const EventSchema = defineEntity({
  name: 'Event',
  tableName: 'events',
  properties: {
    /** `evt_<ULID>`. */
    id: p.text().primary(),
    organizationId: p.text(),
    type: p.text(),
    occurredAt: instant(),
    /** JSON text as published, kept byte for byte (JSONB would lose order and big numbers). */
    data: p.text(),
    /** Empty: concerns all channels. */
    channels: p.array<string>(),
    idempotencyKey: p.text().nullable().strictNullable(),
    test: p.boolean(),
    createdAt: createdAt(),
  },
})

/** Something published once. Never changed. */
export class Event extends EventSchema.class {}
EventSchema.setClass(Event)
