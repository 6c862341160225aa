import type { EntityClass } from '@mikro-orm/postgresql'
import type { Database } from './database.ts'
import { runPrepared } from './sql.ts'

/**
 * Reads the entities that have one of these values. For code that every request runs: it takes a tenth of the processor
 * time of `em.find`. The entities are read-only: no entity manager tracks them.
 */
export async function readBy<Entity extends object>(
  database: Database,
  entity: EntityClass<Entity>,
  property: keyof Entity & string,
  values: readonly unknown[],
): Promise<Entity[]> {
  const { select, columns } = describe(database, entity)
  // With `=` Postgres can reuse the plan. With an array the plan depends on its length, so it is planned each time.
  const [condition, value] = values.length === 1 ? ['= $1', values[0]] : ['= any ($1)', values]
  const text = `${select} where ${columns.get(property)} ${condition}`
  const rows = await runPrepared<object>(database, text, [value])
  return rows.map((row) => Object.assign(Object.create(entity.prototype) as Entity, row))
}

interface Description {
  select: string
  columns: Map<string, string>
}

const descriptions = new WeakMap<object, Description>()

function describe(database: Database, entity: EntityClass<object>): Description {
  let description = descriptions.get(entity)
  if (!description) {
    const { tableName, props } = database.getMetadata().get(entity)
    const columns = new Map(props.map(({ name, fieldNames }) => [name as string, fieldNames[0]!]))
    const list = [...columns].map(([name, column]) => `${column} as "${name}"`).join(', ')
    description = { select: `select ${list} from ${tableName}`, columns }
    descriptions.set(entity, description)
  }
  return description
}
