import { defineEntity, p } from '@mikro-orm/postgresql'
import { createdAt, instant } from '../database/columns.ts'

const EventSchema = defineEntity({
  name: 'Event',
  // With those whose payload is deleted.
  tableName: 'known_events',
  properties: {
    /** `evt_<ULID>`. */
    id: p.text().primary(),
    organizationId: p.text(),
    type: p.text(),
    occurredAt: instant(),
    /** JSON text as published, kept byte for byte: JSONB would lose the order of fields and the digits of big numbers. Null: not kept any more, or erased. */
    data: p.text().nullable().strictNullable(),
    /** Empty for an event of all channels. */
    channels: p.array<string>(),
    idempotencyKey: p.text().nullable().strictNullable(),
    test: p.boolean(),
    createdAt: createdAt(),
    /** When eraseEvent removed its payload; null: it did not. */
    erasedAt: instant().nullable().strictNullable(),
  },
})

/** A published event. It never changes. */
export class Event extends EventSchema.class {}
EventSchema.setClass(Event)
