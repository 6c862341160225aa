import type { WebSocket } from 'ws'

/**
 * The codes with which this server closes a WebSocket, besides those of graphql-ws (4400 to 4499; 4401 for a missing key,
 * 4403 for an invalid one). After each of them a client may connect again and resume after its last cursor.
 */
export const CLOSE = {
  /** The organization has reached its limit of connections. */
  tooManyConnections: [4290, 'TOO_MANY_CONNECTIONS: close others first'],
  /** The client read nothing for too long. No entry is lost: the client can resume after its last cursor. */
  slowSubscriber: [4291, 'SLOW_SUBSCRIBER: connect again and resume after your last cursor'],
  /** The connection has reached its maximum lifetime. */
  timeOver: [4292, 'CONNECTION_TIME_OVER: connect again and resume after your last cursor'],
  /** The server can't check the key at the moment. */
  unavailable: [1013, 'UNAVAILABLE: try again later'],
} as const

/** `reason`: at most 123 bytes, which is all that a close frame can hold. */
export function closeWith(socket: WebSocket, [code, reason]: readonly [code: number, reason: string]): void {
  socket.close(code, reason)
}
