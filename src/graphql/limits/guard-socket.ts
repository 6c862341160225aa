import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

/** Answers may pile up to this many bytes; a client that goes on asking without reading them is a slow one. */
const MAXIMUM_BUFFERED = 4 * 1024 * 1024

/** Pings a client may leave unanswered. */
const MAXIMUM_MISSED = 2

/**
 * Looks after a WebSocket every `intervalMs`: `onSlow` is called, once, when the client has read nothing in between
 * though there was something to read, or asks and asks without reading; one that is gone is cut off. Returns what ends it.
 *
 * graphql-ws takes the next entry of a log only when the last one was written, so what waits in memory for a slow
 * client is one entry of each subscription, and the page it came from.
 */
export function guardSocket(
  socket: WebSocket,
  tcp: Socket,
  intervalMs: number,
  onSlow: () => void,
): () => void {
  let missed = 0
  let readBefore = -1
  const slow = () => {
    end()
    onSlow()
  }
  const onAsked = () => {
    if (socket.bufferedAmount > MAXIMUM_BUFFERED) slow()
  }
  socket.on('message', onAsked)
  socket.on('ping', onAsked)
  socket.on('pong', () => (missed = 0))

  const timer = setInterval(() => {
    // bytesWritten counts what still waits in this process too.
    const read = tcp.bytesWritten - tcp.writableLength
    const waiting = socket.bufferedAmount > 0
    if (waiting && read === readBefore) return slow()
    readBefore = read
    // The answer to a ping that waits behind data can't be here yet.
    if (!waiting && ++missed > MAXIMUM_MISSED) return socket.terminate()
    socket.ping()
  }, intervalMs)

  function end(): void {
    clearInterval(timer)
    socket.off('message', onAsked)
    socket.off('ping', onAsked)
  }
  return end
}
