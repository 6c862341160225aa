import DataLoader from 'dataloader'
import type { EntityClass } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { Delivery } from '../deliveries/delivery.ts'
import { Event } from '../events/event.ts'
import { readHealth } from '../health/read-health.ts'
import { Organization } from '../organizations/organization.ts'
import { Replay } from '../replay/replay.ts'
import { readBy } from '../database/read-by.ts'
import { readTargets, type TargetKey } from '../webhooks/webhook-target.ts'
import { Webhook } from '../webhooks/webhook.ts'

export type Loaders = ReturnType<typeof createLoaders>

/**
 * Reads entities by id, batching reads of the same moment. `cache`: whether each entity is read only once. True for a
 * request; false for a subscription, which lives so long that cached entities would become stale.
 */
export function createLoaders(database: Database, cache: boolean) {
  return {
    organization: byId(database, Organization, cache),
    webhook: byId(database, Webhook, cache),
    event: byId(database, Event, cache),
    delivery: byId(database, Delivery, cache),
    replay: byId(database, Replay, cache),
    health: new DataLoader((ids: readonly string[]) => readHealth(database, ids), { cache }),
    target: new DataLoader((keys: readonly TargetKey[]) => readTargets(database, keys), {
      cache,
      cacheKeyFn: ({ webhookId, targetVersion }) => `${webhookId} ${targetVersion}`,
    }),
  }
}

function byId<Entity extends { id: string }>(
  database: Database,
  entity: EntityClass<Entity>,
  cache: boolean,
) {
  return new DataLoader<string, Entity | null>(
    async (ids) => {
      const found = await readBy(database, entity, 'id', ids)
      const map = new Map(found.map((entity) => [entity.id, entity]))
      return ids.map((id) => map.get(id) ?? null)
    },
    { cache },
  )
}
