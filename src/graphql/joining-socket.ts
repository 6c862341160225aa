import type { Socket } from 'node:net'
import { WebSocket } from 'ws'

/** Bytes that may wait to be written before the next message has to wait too: some thirty entries of a log. */
export const MAXIMUM_WAITING = 16 * 1024

/**
 * The server's side of a WebSocket that writes the messages of one turn of the event loop together, as each write costs more
 * than most messages. graphql-ws sends the next entry of a log after the last one's callback. So that is called at once while
 * little waits, and after the write otherwise, which bounds what a client that reads slowly keeps in memory.
 */
export class JoiningSocket extends WebSocket {
  #connection: Socket | undefined

  /** `connection`: the one that carries this socket. */
  joinWrites(connection: Socket): void {
    this.#connection = connection
  }

  override send(...parameters: unknown[]): void {
    const connection = this.#connection
    if (connection && connection.writableCorked === 0) {
      connection.cork()
      process.nextTick(() => connection.uncork())
    }
    super.send(...(parameters as Parameters<WebSocket['send']>))
    // It is called again after the write, which changes nothing: it settles a promise.
    const sent = parameters.at(-1)
    if (typeof sent === 'function' && this.bufferedAmount <= MAXIMUM_WAITING) sent()
  }
}
