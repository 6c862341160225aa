import { execa } from 'execa'
import { Client, escapeIdentifier } from 'pg'
import { TEMPORAL_DATABASE, VISIBILITY_DATABASE, type SqlServer } from './temporal-config.ts'

/** Each database with the schema that is built into Temporal's SQL tool. */
const DATABASES = [
  { database: TEMPORAL_DATABASE, schema: 'postgresql/v12/temporal' },
  { database: VISIBILITY_DATABASE, schema: 'postgresql/v12/visibility' },
]

/**
 * Makes Temporal's two databases and their tables in a Postgres, or brings them up to date. Safe to repeat.
 * @param store.url any database on that server, as a user who may create databases
 */
export async function setUpTemporalTables(store: { url: string; sqlTool: string }): Promise<SqlServer> {
  const url = new URL(store.url)
  const server = {
    address: `${url.hostname}:${url.port || '5432'}`,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  }
  for (const { database, schema } of DATABASES) {
    url.pathname = `/${database}`
    await withClient(store.url, async (client) => {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
      if (rowCount === 0) await client.query(`create database ${escapeIdentifier(database)}`)
    })
    const versioned = await withClient(url.href, async (client) => {
      const { rows } = await client.query("select to_regclass('schema_version') is not null as found")
      return (rows[0] as { found: boolean }).found
    })
    const tool = (...args: string[]) => runTool({ sqlTool: store.sqlTool, server, database, args })
    // Version 0.0 is the table of versions alone; the update brings all others.
    if (!versioned) await tool('setup-schema', '--version', '0.0')
    await tool('update-schema', '--schema-name', schema)
  }
  return server
}

async function runTool(options: {
  sqlTool: string
  server: SqlServer
  database: string
  args: string[]
}): Promise<void> {
  const { sqlTool, server, database, args } = options
  const [host, port] = server.address.split(':') as [string, string]
  // The password goes by environment: command lines are visible to everyone on the machine.
  await execa(sqlTool, ['--plugin', 'postgres12', ...args], {
    env: {
      SQL_HOST: host,
      SQL_PORT: port,
      SQL_USER: server.user,
      SQL_PASSWORD: server.password,
      SQL_DATABASE: database,
    },
  })
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
