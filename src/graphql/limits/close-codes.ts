import type { WebSocket } from 'ws'

/**
 * Why this server closes a WebSocket, besides graphql-ws's own codes (4400 to 4499; 4401 for no key, 4403 for one
 * that is not, or no longer, good). Clients may connect again after each of them, and go on from their last cursor.
 */
export const CLOSE = {
  /** The organization has as many connections as it may. */
  tooManyConnections: [4290, 'TOO_MANY_CONNECTIONS: close others first'],
  /** It read nothing for too long. Nothing is lost: the log is kept, and the last cursor says where to go on. */
  slowSubscriber: [4291, 'SLOW_SUBSCRIBER: connect again and resume after your last cursor'],
  /** The connection lived for as long as one may. */
  timeOver: [4292, 'CONNECTION_TIME_OVER: connect again and resume after your last cursor'],
  /** The server can't check the key just now. */
  unavailable: [1013, 'UNAVAILABLE: try again later'],
} as const

/** `reason`: 123 bytes at the most, which is what a closing frame holds. */
export function closeWith(socket: WebSocket, [code, reason]: readonly [code: number, reason: string]): void {
  socket.close(code, reason)
}
