import { storeEvents } from '../../src/events/store-events.ts'
import type { TestApp } from './app.ts'
import type { DialectOrganization } from './dialects.ts'

/** Stores so many events of an organization, and tells no worker. */
export async function publishMany(
  app: TestApp,
  { id, eventType }: DialectOrganization,
  count: number,
): Promise<void> {
  const event = { type: eventType, occurredAt: null, data: '{}', channels: [], idempotencyKey: null }
  await storeEvents(
    app.database,
    id,
    Array.from({ length: count }, () => event),
  )
}
