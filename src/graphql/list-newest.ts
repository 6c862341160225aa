import type { EntityClass } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { listById, type Connection, type ListName, type PageArguments } from './connection.ts'

interface Listed {
  id: string
}

/** One page of the things that are as `where` says, the newest first; as connectionOf. */
export function listNewest<Entity extends Listed>(
  database: Database,
  list: ListName,
  page: PageArguments,
  entity: EntityClass<Entity>,
  where: Partial<Entity>,
): Promise<Connection<Entity>> {
  return listById(list, page, async (after, limit) => {
    const behind = { ...where, ...(after !== null && { id: { $lt: after } }) }
    // MikroORM's types of a filter can't be worked out before the entity is known.
    const listed: EntityClass<Listed> = entity
    return (await database.em.fork().find(listed, behind, { orderBy: { id: 'desc' }, limit })) as Entity[]
  })
}
