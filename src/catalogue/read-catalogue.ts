import type { Database } from '../database/database.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Dialects } from '../dialects/registry.ts'
import { knownEventTypes } from '../events/event-types.ts'
import { JsonText } from '../json/json-text.ts'
import type { Organization } from '../organizations/organization.ts'
import type { CatalogueFormat } from '../words/enums.ts'
import { jsonSchemaCatalogue } from './json-schema-catalogue.ts'
import { openApiCatalogue } from './openapi-catalogue.ts'

const WRITERS = { JSON_SCHEMA: jsonSchemaCatalogue, OPENAPI: openApiCatalogue }

/**
 * An organization's event types as a document, by name, with bodies as `dialect` sends them. The same types give the same text.
 * Throws CatalogueTooLarge.
 */
export async function readCatalogue(
  { database, dialects }: { database: Database; dialects: Dialects },
  organization: Organization,
  dialect: Dialect,
  format: CatalogueFormat,
): Promise<JsonText> {
  const eventTypes = await knownEventTypes(database, dialects, organization, true)
  // Not in the order of a language: the same on every machine.
  eventTypes.sort((a, b) => (a.name < b.name ? -1 : 1))
  return new JsonText(await WRITERS[format](dialect, `Webhooks of ${organization.name}`, eventTypes))
}
