import DataLoader from 'dataloader'
import type { EntityName } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { Delivery } from '../database/delivery.ts'
import { Event } from '../database/event.ts'
import { Organization } from '../database/organization.ts'
import { Webhook } from '../database/webhook.ts'

export type Loaders = ReturnType<typeof createLoaders>

/**
 * Reads things by id, those asked for in the same moment together. `cache`: for one request, each only once; not for a
 * subscription, which lives longer than what it reads stays true.
 */
export function createLoaders(database: Database, cache: boolean) {
  return {
    organization: byId(database, Organization, cache),
    webhook: byId(database, Webhook, cache),
    event: byId(database, Event, cache),
    delivery: byId(database, Delivery, cache),
  }
}

function byId<Entity extends { id: string }>(database: Database, entity: EntityName<Entity>, cache: boolean) {
  return new DataLoader<string, Entity | null>(
    async (ids) => {
      const found = await database.em.fork().find(entity, { id: { $in: [...ids] } } as never)
      const map = new Map(found.map((thing) => [(thing as Entity).id, thing as Entity]))
      return ids.map((id) => map.get(id) ?? null)
    },
    { cache },
  )
}
