import { Agent, type AgentOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { createAnswerReader, type AnswerReader } from './answer-reader.ts'

const readers = new WeakMap<Duplex, AnswerReader>()

/** The answer reader of a connection that an `AnsweringAgent` made. */
export function readerOf(socket: Duplex): AnswerReader {
  return readers.get(socket)!
}

/**
 * An agent whose connections read answers with an `AnswerReader`. node:http sends the requests and pools the connections.
 * It never sees the real answer: when that is complete, it gets a short synthetic one, which tells it whether to keep the
 * connection.
 */
export class AnsweringAgent extends Agent {
  readonly #maximumHeaderBytes: number

  constructor(options: AgentOptions, maximumHeaderBytes: number) {
    super(options)
    this.#maximumHeaderBytes = maximumHeaderBytes
  }

  override createConnection(
    ...args: Parameters<Agent['createConnection']>
  ): ReturnType<Agent['createConnection']> {
    const socket = super.createConnection(...args) as TLSSocket
    const reader = createAnswerReader(this.#maximumHeaderBytes)
    readers.set(socket, reader)
    const push = socket.push.bind(socket)
    // Intercepts received bytes before any listener, because node:http must not parse them.
    socket.push = (chunk: Buffer | null) => {
      if (chunk === null) {
        if (reader.end()) push(syntheticAnswer(reader))
        return push(null)
      }
      // Unrequested bytes: the next request on this connection could take them for its answer.
      if (reader.idle) {
        socket.destroy()
        return false
      }
      try {
        return reader.read(chunk) ? push(syntheticAnswer(reader)) : true
      } catch (error) {
        socket.destroy(error as Error)
        return false
      }
    }
    return socket
  }

  override keepSocketAlive(socket: Duplex): boolean {
    return readerOf(socket).reusable && (super.keepSocketAlive(socket) as unknown as boolean)
  }
}

const KEEP = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
const CLOSE = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')

/** The synthetic answer for node:http. It includes how long the receiver keeps the connection, which node:http respects. */
function syntheticAnswer({ head, reusable }: AnswerReader): Buffer {
  if (!reusable) return CLOSE
  const keepAlive = head?.headers.find(([name]) => name.length === 10 && name.toLowerCase() === 'keep-alive')
  const timeout = keepAlive && /timeout=\d{1,9}/i.exec(keepAlive[1])?.[0].toLowerCase()
  if (!timeout) return KEEP
  return Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: ${timeout}\r\n\r\n`)
}
