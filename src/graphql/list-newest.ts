import type { EntityClass } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { listById, type Connection, type ListName, type PageArguments } from './connection.ts'

interface Listed {
  id: string
}

/** Reads one page of the entities that match `where`, the newest first; see connectionOf. */
export function listNewest<Entity extends Listed>(
  database: Database,
  list: ListName,
  page: PageArguments,
  entity: EntityClass<Entity>,
  where: Partial<Entity>,
): Promise<Connection<Entity>> {
  return listById(list, page, async (after, limit) => {
    const filter = { ...where, ...(after !== null && { id: { $lt: after } }) }
    // MikroORM can't infer the type of a filter for a generic entity.
    const listed: EntityClass<Listed> = entity
    return (await database.em.fork().find(listed, filter, { orderBy: { id: 'desc' }, limit })) as Entity[]
  })
}
