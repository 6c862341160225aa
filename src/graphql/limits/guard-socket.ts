import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

/** If more bytes are buffered when a client sends a message, the client counts as slow: it asks without reading answers. */
const MAXIMUM_BUFFERED = 4 * 1024 * 1024

/** Number of pings that a client may leave unanswered. */
const MAXIMUM_MISSED = 2

/**
 * Checks a WebSocket every `intervalMs`. Calls `onSlow` once if the client has read nothing since the last check although
 * data was waiting, or if it keeps sending messages without reading. Terminates the socket if pings stay unanswered.
 * Returns a function that stops the checks.
 *
 * graphql-ws takes the next entry of a log only when little waits to be written (joining-socket.ts). So a slow client keeps in
 * memory only that, one entry per subscription and the page that the entry came from.
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
  const onMessage = () => {
    if (socket.bufferedAmount > MAXIMUM_BUFFERED) slow()
  }
  socket.on('message', onMessage)
  socket.on('ping', onMessage)
  socket.on('pong', () => (missed = 0))

  const timer = setInterval(() => {
    // bytesWritten includes the bytes that are still buffered in this process.
    const read = tcp.bytesWritten - tcp.writableLength
    const waiting = socket.bufferedAmount > 0
    if (waiting && read === readBefore) return slow()
    readBefore = read
    // While data is waiting, the ping has not been sent yet, so a missing answer does not count.
    if (!waiting && ++missed > MAXIMUM_MISSED) return socket.terminate()
    socket.ping()
  }, intervalMs)

  function end(): void {
    clearInterval(timer)
    socket.off('message', onMessage)
    socket.off('ping', onMessage)
  }
  return end
}
