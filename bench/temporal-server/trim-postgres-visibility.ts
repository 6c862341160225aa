import { Client } from 'pg'
import { KEPT_INDEXES } from '../../src/stack/trim-visibility.ts'
import { TEMPORAL_DATABASE, VISIBILITY_DATABASE, type SqlServer } from './temporal-config.ts'

/**
 * What trimVisibility() does, for Postgres, to be run in the visibility database; docker-compose.yml has it too. Temporal's
 * commits need not wait for the disk: what a power cut takes of the last second is started again from durahook's own tables
 * (docs/decisions/0013).
 */
export const TRIM_POSTGRES_VISIBILITY = `do $do$
declare name text;
begin
  for name in
    select indexname from pg_indexes
    where tablename = 'executions_visibility' and indexname not in ('executions_visibility_pkey',
      ${KEPT_INDEXES.map((name) => `'${name}'`).join(', ')})
  loop
    execute format('drop index %I', name);
  end loop;
end
$do$;
alter database ${VISIBILITY_DATABASE} set synchronous_commit = off;
alter database ${TEMPORAL_DATABASE} set synchronous_commit = off;
`

export async function trimPostgresVisibility({ address, user, password }: SqlServer): Promise<void> {
  const [host, port] = address.split(':') as [string, string]
  const client = new Client({ host, port: Number(port), user, password, database: VISIBILITY_DATABASE })
  await client.connect()
  try {
    await client.query(TRIM_POSTGRES_VISIBILITY)
  } finally {
    await client.end()
  }
}
