import { defineEntity, p } from '@mikro-orm/postgresql'
import { createdAt } from '../database/columns.ts'

const CustomEventTypeSchema = defineEntity({
  name: 'CustomEventType',
  tableName: 'event_types',
  properties: {
    organizationId: p.text().primary(),
    name: p.text().primary(),
    description: p.text(),
    /** JSON text of the JSON Schema, or null. */
    schema: p.text().nullable().strictNullable(),
    /** JSON text, kept as written. */
    example: p.text(),
    /** Why it should not be used any more; null: it is not deprecated. */
    deprecationReason: p.text().nullable().strictNullable(),
    createdAt: createdAt(),
  },
})

/** An event type that an organization defined itself. Those of dialects are in `src/dialects/`. */
export class CustomEventType extends CustomEventTypeSchema.class {}
CustomEventTypeSchema.setClass(CustomEventType)
