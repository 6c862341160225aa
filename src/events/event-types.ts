import type { Database } from '../database/database.ts'
import type { Organization } from '../organizations/organization.ts'
import { createBatching } from '../database/batching.ts'
import { sql } from '../database/sql.ts'
import type { Dialects } from '../dialects/registry.ts'
import { JsonText } from '../json/json-text.ts'
import { short } from '../schemas/short.ts'
import type { DataRule } from '../schemas/schema-check.ts'
import type { EventTypeOrigin } from '../words/enums.ts'

/** An event type that an organization can publish. */
export interface KnownEventType {
  name: string
  description: string
  /** Null if any data is accepted. */
  schema: JsonText | null
  example: JsonText
  origin: EventTypeOrigin
  /** Why it should not be used any more; null: it is not deprecated. */
  deprecationReason: string | null
}

type Owner = Pick<Organization, 'id' | 'dialect'>

/**
 * All event types of one organization: its dialect's, then those it shares, then its own, each by name. Of two with one name only
 * the one that counts. Without `texts` all but the dialect's have null as schema and example, which can be some megabytes.
 */
export async function knownEventTypes(
  database: Database,
  dialects: Dialects,
  organization: Owner,
  texts: boolean,
): Promise<KnownEventType[]> {
  const builtIn = builtInTypes(dialects, organization)
  const others = await sql<StoredRow>(database)`
    select name, description, case when ${texts} then schema end as schema,
      case when ${texts} then example else 'null' end as example, deprecation_reason as "deprecationReason", origin
    from (
      select name, description, schema, example, deprecation_reason, 'SHARED' as origin from shared_event_types s
      where not exists (select from event_types where organization_id = ${organization.id} and name = s.name)
      union all
      select name, description, schema, example, deprecation_reason, 'OWN' from event_types
      where organization_id = ${organization.id}
    ) t
    where name <> all (${builtIn.map(({ name }) => name)})
    order by origin desc, name collate "C"`
  return [...builtIn.map(knownBuiltIn), ...others.map(knownStored)]
}

/** The event types that all organizations share, by name; `texts` as in knownEventTypes. */
export async function sharedEventTypes(database: Database, texts: boolean): Promise<KnownEventType[]> {
  const shared = await sql<StoredRow>(database)`
    select name, description, case when ${texts} then schema end as schema,
      case when ${texts} then example else 'null' end as example, deprecation_reason as "deprecationReason",
      'SHARED' as origin
    from shared_event_types order by name collate "C"`
  return shared.map(knownStored)
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
  const [stored] = await sql<StoredRow>(database)`
    select name, description, schema, example, deprecation_reason as "deprecationReason", 'OWN' as origin from event_types
    where organization_id = ${organization.id} and name = ${name}
    union all
    select name, description, schema, example, deprecation_reason, 'SHARED' from shared_event_types s
    where name = ${name} and not exists (select from event_types where organization_id = ${organization.id} and name = s.name)`
  return stored ? knownStored(stored) : null
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

/**
 * Reads the schemas of an organization's own types, and of shared ones, by name; null for one without. Calls of the same moment go
 * together.
 */
const readSchemas = createBatching<Database, WantedSchemas, Map<string, string | null>>({
  name: 'event_types',
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
    // A shared type is looked up only if the organization has none of its own with the name: what is read stays one row.
    const rows = await sql<{ organizationId: string; name: string; schema: string | null }>(database)`
      select asked.organization_id as "organizationId", asked.name,
        case when own.name is null then shared.schema else own.schema end as schema
      from unnest(${pairs.map(([organizationId]) => organizationId)}::text[], ${pairs.map(([, name]) => name)}::text[])
        as asked(organization_id, name)
        left join lateral (select name, schema from event_types
          where organization_id = asked.organization_id and name = asked.name offset 0) own on true
        left join lateral (select name, schema from shared_event_types
          where own.name is null and name = asked.name offset 0) shared on true
      where own.name is not null or shared.name is not null`
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
    select name from event_types where organization_id = ${organization.id} and name = any (${others})
    union all
    select name from shared_event_types where name = any (${others})`
  const known = new Set(rows.map(({ name }) => name))
  return others.filter((name) => !known.has(name))
}

/** The error message for each of these unknown types. It names some known types. */
export async function describeUnknownTypes(
  database: Database,
  dialects: Dialects,
  organization: Owner,
  types: readonly string[],
): Promise<Map<string, string>> {
  if (types.length === 0) return new Map()
  const stored = await sql<{ name: string }>(database)`
    select name from (
      (select name, 1 as place from event_types where organization_id = ${organization.id}
        order by name collate "C" limit ${MAXIMUM_NAMED_TYPES + 1})
      union all
      (select name, 2 from shared_event_types order by name collate "C" limit ${MAXIMUM_NAMED_TYPES + 1})
    ) t order by place, name collate "C"`
  const names = [...new Set([...builtInTypes(dialects, organization), ...stored].map(({ name }) => name))]
  const known =
    names.length > 0
      ? `Known are ${names.slice(0, MAXIMUM_NAMED_TYPES).join(', ')}${names.length > MAXIMUM_NAMED_TYPES ? ', …' : ''}.`
      : 'None is known.'
  const describe = (type: string) =>
    `There is no event type "${short(type, 200)}". ${known} Add it with createEventType.`
  return new Map(types.map((type) => [type, describe(type)]))
}

const MAXIMUM_NAMED_TYPES = 20

interface StoredRow {
  name: string
  description: string
  schema: string | null
  example: string
  deprecationReason: string | null
  origin: 'OWN' | 'SHARED'
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
  origin: 'DIALECT',
  deprecationReason: null,
})

const knownStored = ({ schema, example, ...row }: StoredRow): KnownEventType => ({
  ...row,
  schema: schema === null ? null : new JsonText(schema),
  example: new JsonText(example),
})
