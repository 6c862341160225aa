import type { Logger } from 'pino'
import pg from 'pg'

export interface Listener {
  close(): Promise<void>
}

/** How long to wait before connecting again, in milliseconds. */
const RECONNECT_DELAY_MS = 500

/**
 * Listens on Postgres channels over a connection of its own, which is opened again whenever it breaks.
 * `onWake(channel, names)`: `names` is what the notification names, or null for "anything may have happened", as after
 * each (re)connection, when notifications may have been missed. Resolves at the first connection.
 */
export async function listen(
  url: string,
  channels: readonly string[],
  onWake: (channel: string, names: Set<string> | null) => void,
  log: Logger,
): Promise<Listener> {
  let closed = false
  let client: pg.Client
  let reconnecting: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    client = new pg.Client({ connectionString: url, keepAlive: true })
    client.on('error', () => {}) // 'end' follows
    client.once('end', () => {
      if (!closed) reconnectSoon()
    })
    client.on('notification', ({ channel, payload }) =>
      onWake(channel, payload ? new Set(payload.split(' ')) : null),
    )
    await client.connect()
    for (const channel of channels) await client.query(`listen ${channel}`)
    for (const channel of channels) onWake(channel, null)
  }

  function reconnectSoon(): void {
    clearTimeout(reconnecting)
    reconnecting = setTimeout(() => {
      connect().catch((error: unknown) => {
        log.warn({ err: error }, 'The listening connection to Postgres could not be opened; trying again.')
        client.end().catch(() => {})
        if (!closed) reconnectSoon()
      })
    }, RECONNECT_DELAY_MS)
  }

  await connect()
  return {
    async close() {
      closed = true
      clearTimeout(reconnecting)
      await client.end().catch(() => {})
    },
  }
}
