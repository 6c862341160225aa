import type { Database } from '../database/database.ts'
import type { Organization } from '../organizations/organization.ts'
import { createBatching } from '../database/batching.ts'
import { sql } from '../database/sql.ts'
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
  for (const [name, schema] of await readSchemas(database, {
    organizationId: organization.id,
    names: others,
  }))
    rules.set(name, schema === null ? { kind: 'any' } : { kind: 'own', schema })
  return rules
}

interface WantedSchemas {
  organizationId: string
  /** Each once. */
  names: readonly string[]
}

/** Reads the schemas of an organization's own types by name; null for one without. Calls of the same moment go together. */
const readSchemas = createBatching<Database, WantedSchemas, Map<string, string | null>>({
  maximumItems: 50,
  // A schema can have 64 KiB.
  isLarge: ({ names }) => names.length > 5,
  async run(database, wanted) {
    const found = new Map(
      wanted.map(({ organizationId }) => [organizationId, new Map<string, string | null>()]),
    )
    const asked = new Map<string, [organizationId: string, name: string]>()
    for (const { organizationId, names } of wanted)
      for (const name of names) asked.set(`${organizationId}\n${name}`, [organizationId, name])
    const pairs = [...asked.values()]
    const rows = await sql<{ organizationId: string; name: string; schema: string | null }>(database)`
      select t.organization_id as "organizationId", t.name, t.schema
      from unnest(${pairs.map(([organizationId]) => organizationId)}::text[], ${pairs.map(([, name]) => name)}::text[])
        as asked(organization_id, name)
        cross join lateral (select organization_id, name, schema from event_types
          where organization_id = asked.organization_id and name = asked.name offset 0) t`
    for (const { organizationId, name, schema } of rows) found.get(organizationId)!.set(name, schema)
    return wanted.map(({ organizationId, names }) => {
      const own = found.get(organizationId)!
      return new Map(names.flatMap((name) => (own.has(name) ? [[name, own.get(name)!] as const] : [])))
    })
  },
})

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
