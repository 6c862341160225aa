import type { Logger } from 'pino'
import pg from 'pg'

/** A connection that receives Postgres's notifications. */
export interface Listener {
  /**
   * Calls `onWake` for each notification of the channel, with the names in its payload. Null means "anything may have
   * changed": the payload was empty, or notifications may have been missed because the connection was opened again.
   */
  on(channel: string, onWake: (names: Set<string> | null) => void): void
  /** Whether the connection is open. */
  isOpen(): boolean
  close(): Promise<void>
}

/** How long to wait before connecting again, in milliseconds. */
const RECONNECT_DELAY_MS = 500

/** Timeout for a Postgres that accepts the connection but does not answer, in milliseconds. */
const CONNECT_TIMEOUT_MS = 10_000

/** How often it is asked whether it is still there, and how long it may take to say so, in milliseconds. */
const BEAT_MS = 5_000

/**
 * Listens on Postgres channels over a separate connection, which is opened again whenever it breaks. Resolves when the
 * first connection is open; rejects if it can't be opened.
 */
export async function listen(url: string, channels: readonly string[], log: Logger): Promise<Listener> {
  const listeners = new Map(
    channels.map((channel) => [channel, [] as ((names: Set<string> | null) => void)[]]),
  )
  let closed = false
  let client: pg.Client
  let reconnecting: NodeJS.Timeout | undefined
  let beating: NodeJS.Timeout | undefined
  let open = false

  async function connect(): Promise<void> {
    const opening = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: BEAT_MS,
    })
    client = opening
    client.on('error', () => {}) // 'end' follows
    client.once('end', () => {
      if (client === opening) open = false
      // The 'end' of an abandoned client may come late. It says nothing about the client that replaced it.
      if (!closed && client === opening) reconnectSoon()
    })
    client.on('notification', ({ channel, payload }) =>
      wake(channel, payload ? new Set(payload.split(' ')) : null),
    )
    await client.connect()
    for (const channel of channels) await client.query(`listen ${channel}`)
    open = client === opening
    beatSoon(opening)
    for (const channel of channels) wake(channel, null)
  }

  /** A host that vanished says no end: only a question shows that nobody is there any more. */
  function beatSoon(asked: pg.Client): void {
    clearTimeout(beating)
    beating = setTimeout(() => {
      asked.query('select').then(
        () => beatSoon(asked),
        () => {
          if (closed || client !== asked) return
          open = false
          asked.end().catch(() => {})
          reconnectSoon()
        },
      )
    }, BEAT_MS)
  }

  function wake(channel: string, names: Set<string> | null): void {
    for (const onWake of listeners.get(channel) ?? []) onWake(names)
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

  try {
    await connect()
  } catch (error) {
    closed = true
    clearTimeout(reconnecting)
    clearTimeout(beating)
    throw error
  }
  return {
    on(channel, onWake) {
      listeners.get(channel)!.push(onWake)
    },
    isOpen: () => open,
    async close() {
      closed = true
      clearTimeout(reconnecting)
      clearTimeout(beating)
      await client.end().catch(() => {})
    },
  }
}
