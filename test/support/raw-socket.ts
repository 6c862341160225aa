import WebSocket, { type ClientOptions } from 'ws'
import type { TestClient } from './client.ts'

/** A WebSocket that speaks graphql-transport-ws by hand: graphql-ws's client does nothing against the protocol. */
export interface RawSocket<Message> extends AsyncDisposable {
  socket: WebSocket
  /** What the server has sent. */
  messages: Message[]
  /** Whether the server let it in, once that is known. */
  letIn: Promise<boolean>
  closed: Promise<{ code: number; reason: string }>
  send(message: object): void
  subscribe(id: string, query: string, variables?: object): void
}

export interface RawSocketOptions<Message> extends ClientOptions {
  /** Null: none. */
  subprotocol?: string | null
  /** What `connection_init` carries; the client's key unless given. */
  hello?: { payload: unknown }
  /** What is kept of a message; JSON.parse unless given. */
  read?: (text: string) => Message
}

/** Says hello once it is open. */
export function openRawSocket<Message = any>(
  { url, apiKey }: TestClient,
  options: RawSocketOptions<Message> = {},
): RawSocket<Message> {
  const {
    subprotocol = 'graphql-transport-ws',
    hello = { payload: { authorization: `Bearer ${apiKey}` } },
    read = JSON.parse,
    ...more
  } = options
  const socket = new WebSocket(url.replace('http', 'ws'), subprotocol === null ? [] : [subprotocol], more)
  const messages: Message[] = []
  const letIn = Promise.withResolvers<boolean>()
  const closed = Promise.withResolvers<{ code: number; reason: string }>()
  const send = (message: object) => socket.send(JSON.stringify(message))
  socket.once('open', () => send({ type: 'connection_init', ...hello }))
  socket.once('message', (first: Buffer) =>
    letIn.resolve(JSON.parse(String(first)).type === 'connection_ack'),
  )
  socket.on('message', (message: Buffer) => messages.push(read(String(message))))
  socket.on('error', () => {}) // `close` comes after it
  socket.once('close', (code, reason) => {
    letIn.resolve(false)
    closed.resolve({ code, reason: String(reason) })
  })
  return {
    socket,
    messages,
    letIn: letIn.promise,
    closed: closed.promise,
    send,
    subscribe: (id, query, variables) => send({ id, type: 'subscribe', payload: { query, variables } }),
    async [Symbol.asyncDispose]() {
      socket.terminate()
      await closed.promise
    },
  }
}
