import pg from 'pg'

/** The longest time that somebody has waited for a lock of a table, in milliseconds. */
export interface LockWatch {
  longestMs(): number
  stop(): Promise<void>
}

/** How often it looks, in milliseconds. */
const EVERY_MS = 5

/** Watches who waits for locks of tables, apart from what changes the tables: that may wait, and gives up by itself. */
export async function watchLocks(databaseUrl: string): Promise<LockWatch> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  let longest = 0
  let stopped = false
  const watching = (async () => {
    while (!stopped) {
      const { rows } = await client.query<{ ms: number | null }>(`
        select max(extract(epoch from clock_timestamp() - l.waitstart) * 1000)::float8 as ms
        from pg_locks l where not l.granted and l.locktype = 'relation' and l.mode <> 'AccessExclusiveLock'`)
      longest = Math.max(longest, rows[0]!.ms ?? 0)
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
  })()
  return {
    longestMs: () => longest,
    async stop() {
      stopped = true
      await watching
      await client.end()
    },
  }
}
