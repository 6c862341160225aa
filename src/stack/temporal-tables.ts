import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { ensureDatabase } from './ensure-database.ts'
import { StackError } from './stack-error.ts'
import { TEMPORAL_DATABASE, VISIBILITY_DATABASE, type SqlServer } from './temporal-config.ts'

const run = promisify(execFile)

/** Each database with the schema that is built into Temporal's SQL tool. */
const DATABASES = [
  { database: TEMPORAL_DATABASE, schema: 'postgresql/v12/temporal' },
  { database: VISIBILITY_DATABASE, schema: 'postgresql/v12/visibility' },
]

/**
 * Makes Temporal's two databases and their tables in a Postgres, or brings them up to date. Safe to repeat.
 * @param store.url any database on that server, as a user who may create databases
 * @throws StackError TEMPORAL_SCHEMA_FAILED
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
    await withClient(store.url, (client) => ensureDatabase(client, database))
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
  try {
    // The password goes by environment: command lines are visible to everyone on the machine.
    await run(sqlTool, ['--plugin', 'postgres12', ...args], {
      env: {
        ...process.env,
        SQL_HOST: host,
        SQL_PORT: port,
        SQL_USER: server.user,
        SQL_PASSWORD: server.password,
        SQL_DATABASE: database,
      },
    })
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string }
    throw new StackError(
      'TEMPORAL_SCHEMA_FAILED',
      `Temporal's tables in the Postgres database ${database} could not be made (${args.join(' ')}). ${stdout}${stderr}`,
      { cause },
    )
  }
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
