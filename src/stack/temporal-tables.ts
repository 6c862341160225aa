import type { SqlServer } from './temporal-config.ts'

export async function setUpTemporalTables(store: {
  url: string
  sqlTool: string
  schemaFolder: string
}): Promise<SqlServer> {
  throw new Error(`not yet ${store.url}`)
}
