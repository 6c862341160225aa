import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws'
import type { WebSocket } from 'ws'
import { closeWith } from './limits/close-codes.ts'

/** What subscriptions-transport-ws speaks, which is no longer maintained: another protocol than the library graphql-ws has. */
const OLD_PROTOCOL = 'graphql-ws'

const REASON = `Use the WebSocket subprotocol ${GRAPHQL_TRANSPORT_WS_PROTOCOL}, which the library graphql-ws speaks.`

/**
 * The subprotocol to answer with. The old one is accepted so that its clients get to hear why they can't stay: without an
 * answer they say no more than that connecting failed.
 */
export function chooseProtocol(offered: Set<string>): string | false {
  return [GRAPHQL_TRANSPORT_WS_PROTOCOL, OLD_PROTOCOL].find((protocol) => offered.has(protocol)) ?? false
}

/** True: the socket speaks something else, was told so in its own words where it has any, and is closed with 4406. */
export function refuseOtherProtocols(socket: WebSocket): boolean {
  if (socket.protocol === GRAPHQL_TRANSPORT_WS_PROTOCOL) return false
  if (socket.protocol === OLD_PROTOCOL)
    socket.send(JSON.stringify({ type: 'connection_error', payload: { message: REASON } }))
  closeWith(socket, [CloseCode.SubprotocolNotAcceptable, REASON])
  return true
}
