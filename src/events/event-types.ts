import type { Database } from '../database/database.ts'
import type { Organization } from '../organizations/organization.ts'
import { runPrepared, sql } from '../database/sql.ts'
import type { Dialects } from '../dialects/registry.ts'
import { JsonText } from '../json/json-text.ts'
import { short } from '../schemas/short.ts'
import type { DataRule } from '../schemas/schema-check.ts'

/** An event type that an organization can publish, defined by itself or by its dialect. */
export interface KnownEventType {
  name: string
  description: string
  /** Null if any data is accepted. */
  schema: JsonText | null
  example: JsonText
  builtIn: boolean
}

type Owner = Pick<Organization, 'id' | 'dialect'>

/**
 * All event types of one organization: its dialect's, then its own by name. Without `texts` its own types have null as schema
 * and example, which can be some megabytes.
 */
export async function knownEventTypes(
  database: Database,
  dialects: Dialects,
  organization: Owner,
  texts: boolean,
): Promise<KnownEventType[]> {
  const own = await sql<OwnRow>(database)`
    select name, description, case when ${texts} then schema end as schema,
      case when ${texts} then example else 'null' end as example
    from event_types where organization_id = ${organization.id} order by name collate "C"`
  return [...builtInTypes(dialects, organization).map(knownBuiltIn), ...own.map(knownOwn)]
}

/** One event type with its example; null if there is none with that name. */
export async function knownEventType(
  database: Database,
  dialects: Dialects,
  organization: Owner,
  name: string,
): Promise<KnownEventType | null> {
  const builtIn = builtInTypes(dialects, organization).find((type) => type.name === name)
  if (builtIn) return knownBuiltIn(builtIn)
  const [own] = await sql<OwnRow>(database)`
    select name, description, schema, example from event_types
    where organization_id = ${organization.id} and name = ${name}`
  return own ? knownOwn(own) : null
}

/** The rule for the data of each of these types. Unknown types are left out. */
export async function dataRules(
  database: Database,
  dialects: Dialects,
  organization: Owner,
  names: readonly string[],
): Promise<Map<string, DataRule>> {
  const { rules, others } = rulesOfBuiltIn(dialects, organization, names)
  if (others.length === 0) return rules
  // Postgres can reuse the plan for one value. For an array it plans again each time, because the plan depends on the length.
  const one = others.length === 1
  const rows = await runPrepared<{ name: string; schema: string | null }>(
    database,
    `select name, schema from event_types where organization_id = $1 and name ${one ? '= $2' : '= any ($2)'}`,
    [organization.id, one ? others[0] : others],
  )
  for (const { name, schema } of rows)
    rules.set(name, schema === null ? { kind: 'any' } : { kind: 'own', schema })
  return rules
}

/** The names that are no event types of the organization. */
export async function unknownEventTypes(
  database: Database,
  dialects: Dialects,
  organization: Owner,
  names: readonly string[],
): Promise<string[]> {
  const { others } = rulesOfBuiltIn(dialects, organization, names)
  if (others.length === 0) return []
  const rows = await sql<{ name: string }>(database)`
    select name from event_types where organization_id = ${organization.id} and name = any (${others})`
  const own = new Set(rows.map(({ name }) => name))
  return others.filter((name) => !own.has(name))
}

/** The error message for each of these unknown types. It names some known types. */
export async function describeUnknownTypes(
  database: Database,
  dialects: Dialects,
  organization: Owner,
  types: readonly string[],
): Promise<Map<string, string>> {
  if (types.length === 0) return new Map()
  const own = await sql<{ name: string }>(database)`
    select name from event_types where organization_id = ${organization.id}
    order by name collate "C" limit ${MAXIMUM_NAMED_TYPES + 1}`
  const names = [...builtInTypes(dialects, organization), ...own].map(({ name }) => name)
  const known =
    names.length > 0
      ? `Known are ${names.slice(0, MAXIMUM_NAMED_TYPES).join(', ')}${names.length > MAXIMUM_NAMED_TYPES ? ', …' : ''}.`
      : 'None is known.'
  const describe = (type: string) =>
    `There is no event type "${short(type, 200)}". ${known} Add it with createEventType.`
  return new Map(types.map((type) => [type, describe(type)]))
}

const MAXIMUM_NAMED_TYPES = 20

interface OwnRow {
  name: string
  description: string
  schema: string | null
  example: string
}

type BuiltIn = ReturnType<typeof builtInTypes>[number]

const builtInTypes = (dialects: Dialects, { dialect }: Owner) => dialects.get(dialect)?.eventTypes ?? []

function rulesOfBuiltIn(dialects: Dialects, organization: Owner, names: readonly string[]) {
  const rules = new Map<string, DataRule>()
  const others: string[] = []
  const builtIn = builtInTypes(dialects, organization)
  for (const name of new Set(names)) {
    const type = builtIn.find((one) => one.name === name)
    if (type) rules.set(name, { kind: 'built-in', schema: type.schema })
    else others.push(name)
  }
  return { rules, others }
}

const knownBuiltIn = ({ name, description, schema, example }: BuiltIn): KnownEventType => ({
  name,
  description,
  schema: JsonText.of(schema),
  example: JsonText.of(example),
  builtIn: true,
})

const knownOwn = ({ name, description, schema, example }: OwnRow): KnownEventType => ({
  name,
  description,
  schema: schema === null ? null : new JsonText(schema),
  example: new JsonText(example),
  builtIn: false,
})
