import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws'
import type { WebSocket } from 'ws'
import { closeWith } from './limits/close-codes.ts'

/** The protocol of the abandoned library subscriptions-transport-ws. It is not the protocol of the library graphql-ws. */
const OLD_PROTOCOL = 'graphql-ws'

const REASON = `Use the WebSocket subprotocol ${GRAPHQL_TRANSPORT_WS_PROTOCOL}, which the library graphql-ws speaks.`

/**
 * Chooses the subprotocol. The old one is accepted only so that its clients receive the reason for the close; otherwise
 * they would only report that connecting failed.
 */
export function chooseProtocol(offered: Set<string>): string | false {
  return [GRAPHQL_TRANSPORT_WS_PROTOCOL, OLD_PROTOCOL].find((protocol) => offered.has(protocol)) ?? false
}

/** Closes a socket of another subprotocol with code 4406 and returns true. A client of the old one gets an error message too. */
export function refuseOtherProtocols(socket: WebSocket): boolean {
  if (socket.protocol === GRAPHQL_TRANSPORT_WS_PROTOCOL) return false
  if (socket.protocol === OLD_PROTOCOL)
    socket.send(JSON.stringify({ type: 'connection_error', payload: { message: REASON } }))
  closeWith(socket, [CloseCode.SubprotocolNotAcceptable, REASON])
  return true
}
